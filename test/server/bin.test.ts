import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';
import { describe, expect, it } from 'vitest';
import { startProgram } from '../support/startProgram.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIN = join(ROOT, 'bin');

/** A Node of this machine that is too old, if there is one. */
const oldNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .filter((directory) => !directory.includes('node_modules'))
  .map((directory) => join(directory, 'node'))
  .find((path) => {
    const version = spawnSync(path, ['--version'], { encoding: 'utf8' }).stdout ?? '';
    return Number(/^v(\d+)/.exec(version)?.[1] ?? 24) < 24;
  });

/** The program beside a `server/main.ts` that only says what it was called with. */
function installed() {
  const root = mkdtempSync(join(tmpdir(), 'refreshql-bin-'));
  cpSync(BIN, join(root, 'bin'), { recursive: true });
  mkdirSync(join(root, 'server'));
  writeFileSync(join(root, 'package.json'), '{"type":"module"}');
  const main = 'export const main = (argv: readonly string[]): void => console.log(argv.join());';
  writeFileSync(join(root, 'server/main.ts'), main);
  return {
    root,
    run: (node: string, ...args: string[]) =>
      spawnSync(node, args, { cwd: root, encoding: 'utf8' }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

const pretend = (version: string) =>
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{node:'${version}'}})`;

describe('the program', () => {
  it('hands its arguments to the server on a Node that is new enough', () => {
    using program = installed();
    for (const version of [process.versions.node, '24.0.0', '100.1.0']) {
      const args = ['--import', pretend(version), 'bin/refreshql.js', 'config', '--print'];
      const { status, stdout } = program.run(process.execPath, ...args);
      expect({ status, stdout }).toEqual({ status: 0, stdout: 'config,--print\n' });
    }
  });

  it('keeps compiled code beside its own, where nobody else can put any', () => {
    using program = installed();
    program.run(process.execPath, 'bin/refreshql.js');
    expect(readdirSync(join(program.root, 'node_modules/.cache/refreshql'))).toHaveLength(1);
  });

  it.each(['23.11.1', '9.11.2'])(
    'says what it needs and fails when Node says it is %s',
    (version) => {
      using program = installed();
      const args = ['--import', pretend(version), 'bin/refreshql.js', 'config'];
      const { status, stdout, stderr } = program.run(process.execPath, ...args);
      expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
      expect(stderr).toBe(`RefreshQL needs Node.js 24 or newer; this is ${version}.\n`);
    },
  );

  it.skipIf(oldNode === undefined)('says so on a Node that really is too old', () => {
    using program = installed();
    const { status, stderr } = program.run(oldNode ?? '', 'bin/refreshql.js');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^RefreshQL needs Node\.js 24 or newer; this is \d+\.\d+\.\d+\.\n$/);
  });

  it.each(readdirSync(BIN))(
    'is written in no newer language than ES2019: Node 12 can read %s',
    (name) => {
      const at = (source: string, target: string) =>
        transformSync('program.js', source.replace(/^#!.*/, ''), { target }).code;
      const source = readFileSync(join(BIN, name), 'utf8');
      expect(at(source, 'es2019')).toBe(at(source, 'esnext'));
      const newer = 'export const major = process?.versions ?? 0;';
      expect(at(newer, 'es2019')).not.toBe(at(newer, 'esnext'));
    },
  );
});

const scripts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, 'package.json'), 'utf8'),
).scripts;

/** The options of Node in a command. */
const optionsIn = (command = '') =>
  command.match(/(?<= )--\S+/g)?.filter((it) => it !== '--sandbox') ?? [];

describe('the installation', () => {
  it('compiles all that a start loads, but for the one file that starts it', async () => {
    await using dir = await tempDir();
    const kept = join(dir.path, 'kept');
    const env = { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: kept };
    const files = () =>
      readdirSync(kept, { recursive: true, withFileTypes: true }).filter((it) => it.isFile());
    const { status, stderr } = spawnSync(scripts['prepare'] ?? '', { cwd: ROOT, env, shell: true });
    expect([status, String(stderr)]).toEqual([0, '']);
    const before = files().length;
    expect(before).toBeGreaterThan(100);
    const program = await startProgram([], env, dir.path, optionsIn(scripts['start']));
    await program.stop();
    expect(files().length - before).toBe(1);
  });

  it('does not fail for an old Node, nor where the program has not all been copied yet', async () => {
    using program = installed();
    expect(program.run(process.execPath, 'bin/prepare.js')).toMatchObject({
      status: 0,
      stderr: '',
    });
    const args = ['--import', pretend('20.0.0'), 'bin/prepare.js'];
    expect(program.run(process.execPath, ...args)).toMatchObject({ status: 0, stderr: '' });
    await using empty = await tempDir();
    const ended = spawnSync(scripts['prepare'] ?? '', { cwd: empty.path, shell: true });
    expect([ended.status, String(ended.stderr)]).toEqual([0, '']);
  });

  it('and every way to start give Node the same options', () => {
    const [shebang = ''] = readFileSync(join(BIN, 'refreshql.js'), 'utf8').split('\n');
    const options = [scripts['prepare'], scripts['start'], scripts['sandbox'], shebang].map(
      optionsIn,
    );
    expect(new Set(options.map(String)).size).toBe(1);
    expect(options[0]).toHaveLength(3);
  });
});
