import { chmod, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { generateJwkSet } from '../issuer/jwkSets.ts';
import { closedUrl, httpReply, startFaultServer } from '../support/faultServer.ts';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

const statesOf = (stdout: string) =>
  JSON.parse(stdout).map((it: { kind: string; state: string }) => `${it.kind} ${it.state}`);

/** Upstreams that no request of a test leaves the machine for. */
async function offline() {
  const url = await closedUrl();
  return { WALLETKIT_TESTNET_URL: url, WALLETKIT_MAINNET_URL: url };
}

describe('sessions and db', () => {
  it('work beside a running server, over its store', async () => {
    await using dir = await tempDir();
    const run = commandsIn(dir.path);
    expect((await run(['db', 'status'])).code).toBe(1);
    expect(await run(['db', 'migrate'])).toMatchObject({ code: 0, stderr: '' });
    expect((await run(['db', 'status'])).code).toBe(0);
    await using server = await startProgram([], { SERVICE_KEY }, dir.path);
    const pairs = [await signIn(server.url, 'ada'), await signIn(server.url, 'ada')];
    await refreshed(server.url, pairs[0]!.refreshToken);
    const list = JSON.parse((await run(['sessions', 'list', '--user', 'ada', '--json'])).stdout);
    expect(list).toHaveLength(2);
    expect(Object.keys(list[0])).toContain('lastRefreshedAt');
    const one = await run(['sessions', 'revoke', '--id', list[0].id]);
    expect(one.stdout).toBe('Ended 1 live session.\n');
    const all = await run(['sessions', 'revoke', '--user', 'ada', '--json']);
    expect(JSON.parse(all.stdout)).toEqual({ count: 1 });
    const table = await run(['sessions', 'list', '--user', 'ada']);
    expect(table.stdout).toBe('The user has no live session.\n');
    const trail = await run(['sessions', 'audit', '--id', list[0].id, '--json']);
    expect(JSON.parse(trail.stdout).map((it: { type: string }) => it.type)).toContain(
      'session.revoked',
    );
    expect(JSON.parse((await run(['db', 'purge', '--json'])).stdout)).toMatchObject({
      sessions: 0,
    });
  });
});

describe('a store that is not there', () => {
  it('is a mistake to most commands, which make nothing in the wrong directory', async () => {
    await using dir = await tempDir();
    const run = commandsIn(dir.path, await offline());
    for (const args of ['sessions list --user a', 'token inspect', 'token revoke', 'db purge']) {
      const { code, stderr } = await run(args.split(' '), 'eyJx.y.z');
      expect([args, code, stderr]).toEqual([args, 1, expect.stringMatching(/no store here yet/)]);
    }
    await run(['token', 'issue', '--user', 'a', '--url', await closedUrl()]);
    await run(['doctor']);
    expect(await readdir(dir.path)).toEqual([]);
  });
});

describe('keys', () => {
  it('lists and rotates those in files, which a running server follows', async () => {
    await using dir = await tempDir();
    const run = commandsIn(dir.path);
    expect((await run(['keys', 'rotate'])).code).toBe(1);
    await using server = await startProgram([], { SERVICE_KEY }, dir.path);
    expect(statesOf((await run(['keys', 'list', '--json'])).stdout)).toEqual([
      'signing active',
      'root active',
    ]);
    const rotated = await run(['keys', 'rotate', '--in', '400']);
    expect(rotated.stdout).toMatch(/signing-keys\.json; it signs from 20/);
    expect(await run(['keys', 'rotate', 'root', '--json'])).toMatchObject({ code: 0 });
    expect((await run(['keys', 'rotate'])).stderr).toMatch(/waiting already/);
    const { stdout } = await run(['keys', 'list', '--json']);
    expect(statesOf(stdout)).toEqual([
      'signing next',
      'signing active',
      'root next',
      'root active',
    ]);
    const secrets = await readFile(join(dir.path, 'data/signing-keys.json'), 'utf8');
    for (const { d } of JSON.parse(secrets).keys) expect(stdout).not.toContain(d);
    const pair = await signIn(server.url, 'ada');
    await refreshed(server.url, pair.refreshToken);
  });

  it('prints the new ones where they are not in a file, for whoever configures the servers', async () => {
    await using dir = await tempDir();
    const given = await generateJwkSet('EdDSA');
    const run = commandsIn(dir.path, { SIGNING_KEYS: given, ROOT_SECRET: 'abcdefgh'.repeat(6) });
    const { code, stdout, stderr } = await run(['keys', 'rotate']);
    expect(code).toBe(0);
    expect(stderr).toMatch(/SIGNING_KEYS/);
    expect(JSON.parse(stdout).keys).toHaveLength(2);
    const next = commandsIn(dir.path, {
      SIGNING_KEYS: stdout,
      ROOT_SECRET: (await run(['keys', 'rotate', 'root'])).stdout,
    });
    const list = await next(['keys', 'list', '--json']);
    expect(statesOf(list.stdout)).toEqual([
      'signing next',
      'signing active',
      'root next',
      'root active',
    ]);
  });

  it('changes the file that the configuration names', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'keys.json');
    await writeFile(file, await generateJwkSet('ES256'), { mode: 0o600 });
    const run = commandsIn(dir.path, { SIGNING_KEYS: file, SIGNING_ALG: 'ES256' });
    expect((await run(['keys', 'rotate'])).code).toBe(0);
    expect(JSON.parse(await readFile(file, 'utf8')).keys).toHaveLength(2);
    const hmac = commandsIn(dir.path, { SIGNING_ALG: 'HS256' });
    expect((await hmac(['keys', 'rotate'])).stderr).toMatch(/root secret/);
  });
});

describe('doctor', () => {
  it('finds a sound deployment well', async () => {
    await using dir = await tempDir();
    await using upstream = await startFaultServer((socket) =>
      socket.end(httpReply(404, '', { date: new Date().toUTCString() })),
    );
    const env = { WALLETKIT_TESTNET_URL: upstream.url, WALLETKIT_MAINNET_URL: upstream.url };
    const run = commandsIn(dir.path, env);
    await run(['token', 'issue', '--user', 'ada']);
    const { code, stdout } = await run(['doctor', '--json']);
    const findings = JSON.parse(stdout) as { check: string; level: string; message: string }[];
    expect(findings.filter(({ level }) => level !== 'ok')).toEqual([]);
    expect(code).toBe(0);
    const messageOf = (name: string) => findings.find(({ check }) => check === name)?.message;
    expect(messageOf('clock')).toMatch(/agrees with 2/);
    expect(messageOf('signing keys')).toMatch(/Ed25519 by (?:libsodium|OpenSSL)\.$/);
    expect(upstream.requests.map((it) => it.split('\r\n')[0])).toEqual(
      Array(2).fill('HEAD / HTTP/1.1'),
    );
  });

  it('ends with 1 and a sentence for each thing that is wrong', async () => {
    await using dir = await tempDir();
    await using late = await startFaultServer((socket) =>
      socket.end(httpReply(200, '', { date: new Date(Date.now() + 900_000).toUTCString() })),
    );
    const run = commandsIn(dir.path, {
      WALLETKIT_TESTNET_URL: late.url,
      WALLETKIT_MAINNET_URL: await closedUrl(),
      DATABASE_URL: `sqlite:${dir.path}`,
      ROOT_SECRET: `{"keys":[{"kty":"oct","k":"CANARY0123456789abcdefghijklmnop"}]}`,
    });
    const { code, stdout, stderr } = await run(['doctor']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout).toMatch(/^fail {2}store /m);
    expect(stdout).toMatch(/^fail {2}clock .* behind other clocks/m);
    expect(stdout).toMatch(/^fail {2}root secret .*32 bytes/m);
    expect(stdout).toMatch(/^fail {2}walletkit-mainnet .*ECONNREFUSED/m);
    expect(stdout).not.toContain('CANARY');
  });

  it('reports a wrong configuration as its one finding', async () => {
    await using dir = await tempDir();
    const { code, stdout } = await commandsIn(dir.path, { PORT: 'x' })(['doctor', '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject([{ check: 'configuration', level: 'fail' }]);
  });

  it('warns of keys that others can read', async () => {
    await using dir = await tempDir();
    const run = commandsIn(dir.path, await offline());
    await run(['token', 'issue', '--user', 'ada']);
    await chmod(join(dir.path, 'data/root-secret'), 0o644);
    expect((await run(['doctor'])).stdout).toMatch(/^warn {2}root secret .*root-secret/m);
  });
});
