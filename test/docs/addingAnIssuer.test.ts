import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type * as Config from '../../server/config.ts';
import type * as Server from '../../server/startServer.ts';
import token from '../fixtures/other/directus.success.json' with { type: 'json' };
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { post } from '../support/graphqlClient.ts';

const ROOT = join(import.meta.dirname, '../..');
const page = readFileSync(join(ROOT, 'docs/adding-an-issuer.md'), 'utf8');

/** What the page says to write: whole files, and changes to files that are there. */
const steps = [...page.matchAll(/```(ts|diff) (\S+)\n(.*?)```/gs)].map(([, kind, path, text]) => ({
  kind,
  path: path!,
  lines: text!.trimEnd().split('\n'),
}));

/** A copy of the project, with everything that the page says done to it. */
const project = mkdtempSync(join(tmpdir(), 'refreshql-page-'));
for (const path of [
  ...[
    'adapters',
    'domain',
    'issuer',
    'resolvers',
    'schema',
    'server',
    'package.json',
    'tsconfig.json',
  ],
  ...['test/contracts', 'test/support', 'test/fixtures/other'],
]) {
  cpSync(join(ROOT, path), join(project, path), { recursive: true });
}
symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
const applied = steps.map(({ kind, path, lines }) => {
  const file = join(project, path);
  mkdirSync(dirname(file), { recursive: true });
  if (kind === 'ts') writeFileSync(file, `${lines.join('\n')}\n`);
  return kind === 'ts' || change(file, lines);
});

afterAll(() => rmSync(project, { recursive: true, force: true }));

/** Applies a hunk wherever its old lines stand; false where they stand nowhere. */
function change(file: string, hunk: readonly string[]): boolean {
  const side = (dropped: string) =>
    hunk
      .filter((line) => !line.startsWith(dropped))
      .map((line) => `${line.slice(1)}\n`)
      .join('');
  const before = `\n${readFileSync(file, 'utf8')}`;
  const after = before.replaceAll(`\n${side('+')}`, () => `\n${side('-')}`);
  writeFileSync(file, after.slice(1));
  return after !== before;
}

// The contract suite that the page ends with registers its own tests.
await import(join(project, 'test/adapters/directus.test.ts'));

describe('docs/adding-an-issuer.md', () => {
  it('changes lines that are there, and adds fewer than 80 beside the test', () => {
    expect(applied.every(Boolean)).toBe(true);
    const added = steps
      .filter(({ path }) => !path.startsWith('test/'))
      .flatMap(({ kind, lines }) => lines.filter((line) => kind === 'ts' || line.startsWith('+')));
    expect(added.filter((line) => line !== '').length).toBeLessThan(80);
  });

  it('leaves nothing for the compiler to complain about in the files it touches', async () => {
    const run = promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), [
      '-p',
      project,
      '--pretty',
      'false',
    ]);
    const output = await run.then(
      ({ stdout }) => stdout,
      (failure: { stdout: string }) => failure.stdout,
    );
    const touched = new Set(steps.map(({ path }) => path));
    expect(output.split('\n').filter((line) => touched.has(line.split('(')[0]!))).toEqual([]);
  }, 60_000);

  it('gives an issuer that GraphQL clients can refresh with', async () => {
    const { loadConfig }: typeof Config = await import(join(project, 'server/config.ts'));
    const { startServer }: typeof Server = await import(join(project, 'server/startServer.ts'));
    await using directus = await startFaultServer((socket) =>
      socket.write(jsonReply(200, { data: token })),
    );
    const env = {
      PORT: '0',
      DATABASE_URL: 'memory:',
      DATA_DIR: join(project, 'data'),
      DIRECTUS_URL: directus.url,
    };
    const loaded = loadConfig({ env, directory: project });
    if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
    await using server = await startServer({
      config: loaded.config,
      now: Date.now,
      emit: () => {},
    });
    const query = `mutation {
      refreshToken(input: { directus: { refreshToken: "rt_1" } }) {
        ... on TokenPair { issuer { id kind } accessToken refreshToken rotated }
      }
    }`;
    expect(await (await post(server.url, { query })).json()).toEqual({
      data: {
        refreshToken: {
          issuer: { id: 'directus', kind: 'DIRECTUS' },
          accessToken: token.access_token,
          refreshToken: token.refresh_token,
          rotated: true,
        },
      },
    });
    expect(directus.requests[0]).toMatch(/^POST \/auth\/refresh HTTP\/1\.1\r\n/);
  });
});
