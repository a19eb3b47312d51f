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

const BIN = fileURLToPath(new URL('../../bin/refreshql.js', import.meta.url));

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
  for (const folder of ['bin', 'server']) mkdirSync(join(root, folder));
  cpSync(BIN, join(root, 'bin/refreshql.js'));
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

  it('is written in no newer language than ES2019, so that Node 12 can read it', () => {
    const at = (source: string, target: string) =>
      transformSync('program.js', source.replace(/^#!.*/, ''), { target }).code;
    const source = readFileSync(BIN, 'utf8');
    expect(at(source, 'es2019')).toBe(at(source, 'esnext'));
    const newer = 'export const major = process?.versions ?? 0;';
    expect(at(newer, 'es2019')).not.toBe(at(newer, 'esnext'));
  });
});
