import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { SERVICE_KEY, startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

const dir = await tempDir();
afterAll(() => dir[Symbol.asyncDispose]());
const run = commandsIn(dir.path);
const bare = async (args: readonly string[], input = '') =>
  (await run([...args, '--only', 'refresh'], input)).stdout.trim();

describe('token', () => {
  it('issues, inspects, refreshes and revokes over the store, without a server', async () => {
    const issued = await run(['token', 'issue', '--user', 'ada', '--scope', 'a b', '--json']);
    expect(issued).toMatchObject({ code: 0, stderr: '' });
    const pair = JSON.parse(issued.stdout);
    expect(Object.keys(pair)).toEqual([
      'accessToken',
      'accessTokenExpiresAt',
      'refreshToken',
      'refreshTokenExpiresAt',
    ]);
    const access = await run(['token', 'inspect', '--json'], pair.accessToken);
    expect(JSON.parse(access.stdout)).toMatchObject({
      kind: 'access',
      signature: 'valid',
      standing: 'live',
      claims: { sub: 'ada', scope: 'a b' },
      currentGeneration: 0,
    });
    const next = await bare(['token', 'refresh'], pair.refreshToken);
    expect(next).toMatch(/^eyJ[\w-]+\.[\w-]+\.[\w-]+$/);
    const spent = await run(['token', 'inspect'], pair.refreshToken);
    expect(spent.code).toBe(1);
    expect(spent.stdout).toMatch(/standing {4}spent: a refresh gives its successor again/);
    expect(await run(['token', 'revoke'], next)).toMatchObject({ code: 0, stderr: '' });
    const refused = await run(['token', 'refresh', '--json'], next);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.stdout)).toMatchObject({ code: 'SESSION_REVOKED', retryable: false });
    expect(refused.stderr).toMatch(/^SESSION_REVOKED: /);
    const ended = await run(['token', 'inspect', '--json'], next);
    expect(JSON.parse(ended.stdout)).toMatchObject({ standing: 'ended', currentGeneration: 1 });
  });

  it('never gives back the signature of what it inspects', async () => {
    const token = await bare(['token', 'issue', '--user', 'eve']);
    const signature = token.split('.')[2]!;
    for (const args of [
      ['token', 'inspect'],
      ['token', 'inspect', '--json'],
    ]) {
      const { stdout, stderr } = await run(args, token);
      expect(stdout + stderr).not.toContain(signature);
    }
  });

  it.each([
    ['opaque text', 'opaque-CANARY-text'],
    [
      'a token of somebody else',
      `${'eyJhbGciOiJIUzI1NiJ9'}.${btoa('{"token_type":"refresh"}').replace(/=/g, '')}.CANARY`,
    ],
    ['100 kB', 'CANARY'.repeat(17_000)],
  ])('says of %s that it is not ours', async (_name, token) => {
    const { code, stdout, stderr } = await run(['token', 'inspect'], token);
    expect(code).toBe(1);
    expect(stdout).toMatch(/signature {3}invalid\nstanding {4}not ours/);
    expect(stdout + stderr).not.toContain('CANARY');
  });

  it('reads a token from a file as well, and says so when there is none', async () => {
    const file = join(dir.path, 'token');
    await writeFile(file, `${await bare(['token', 'issue', '--user', 'bob'])}\n`);
    expect(await run(['token', 'inspect', '--file', file])).toMatchObject({ code: 0 });
    expect(await run(['token', 'inspect', '--file', '/nowhere'])).toMatchObject({ code: 1 });
    expect(await run(['token', 'inspect'], '')).toMatchObject({ code: 2 });
  });

  it('asks a running server by --url, and names its refusals', async () => {
    await using server = await startTestServer({ env: { DATABASE_URL: 'memory:' } });
    const remote = commandsIn(dir.path, { SERVICE_KEY });
    const at = ['--url', server.url];
    const issued = await remote(['token', 'issue', '--user', 'ada', '--only', 'refresh', ...at]);
    expect(issued).toMatchObject({ code: 0, stderr: '' });
    const next = await remote(['token', 'refresh', '--only', 'refresh', ...at], issued.stdout);
    expect(next.code).toBe(0);
    expect(await remote(['token', 'revoke', ...at], next.stdout)).toMatchObject({ code: 0 });
    const refused = await remote(['token', 'refresh', ...at], next.stdout);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^SESSION_REVOKED: /);
    const stranger = commandsIn(dir.path, { SERVICE_KEY: 'x'.repeat(40) });
    const unknown = await stranger(['token', 'issue', '--user', 'ada', ...at]);
    expect(unknown.stderr).toMatch(/^UNAUTHENTICATED: /);
  });

  it('names the code of a server that serves only what it knows', async () => {
    const PERSISTED_OPERATIONS_FILE = JSON.stringify({ known: '{ issuers { id } }' });
    const env = { PERSISTED_OPERATIONS: 'only', PERSISTED_OPERATIONS_FILE };
    await using server = await startTestServer({ env });
    const { code, stderr } = await run(['token', 'refresh', '--url', server.url], 'eyJx.y.z');
    expect(code).toBe(1);
    expect(stderr).toBe('The server does not take the request: PERSISTED_QUERY_ONLY (HTTP 400).\n');
  });

  it.each([
    ['no object', ['CANARY']],
    ['a code that is a sentence', { errors: [{ extensions: { code: 'CANARY \u001b[1m' } }] }],
    ['errors that are no list', { errors: { 0: { extensions: { code: 'CANARY' } } } }],
    ['nothing', undefined],
  ])('repeats nothing of a server that answers %s', async (_name, answer) => {
    await using other = await startFaultServer((socket) =>
      socket.end(jsonReply(418, answer ?? null)),
    );
    const { code, stderr } = await run(['token', 'refresh', '--url', other.url], 'eyJx.y.z');
    expect(code).toBe(1);
    expect(stderr).toBe('The server did not answer as RefreshQL does (HTTP 418).\n');
  });

  it.each([
    ['http://example.com', /https/],
    ['nonsense', /address/],
  ])('sends no token to %s', async (url, message) => {
    const { code, stderr } = await run(['token', 'refresh', '--url', url], 'eyJx.y.z');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('says that a store in memory is the server’s alone', async () => {
    const memory = commandsIn(dir.path, { DATABASE_URL: 'memory:' });
    const { code, stderr } = await memory(['token', 'issue', '--user', 'ada']);
    expect(code).toBe(1);
    expect(stderr).toMatch(/--url/);
  });
});
