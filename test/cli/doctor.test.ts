import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { probe } from '../../server/cli/doctor/probe.ts';
import { closedUrl, httpReply, startFaultServer } from '../support/faultServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn, offline } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

/** Settings with which nothing is kept in files but the store. */
const GIVEN = {
  ROOT_SECRET: 'a-root-secret-of-32-bytes-or-more-0123456789',
  SIGNING_ALG: 'HS256',
  SERVICE_KEY: 'service-key-of-the-tests-0123456789abcdef',
};

const PRIVATE_PRODUCTION = { NODE_ENV: 'production', ALLOW_PRIVATE_UPSTREAMS: 'true' };

/** Nothing answers there either, and the address is public. */
const PUBLIC = {
  WALLETKIT_TESTNET_URL: 'http://localhost:1',
  WALLETKIT_MAINNET_URL: 'http://localhost:1',
};

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

  it.each([0o644, 0o640, 0o604])('warns of keys that others can read: %o', async (mode) => {
    await using dir = await tempDir();
    const run = commandsIn(dir.path, await offline());
    await run(['token', 'issue', '--user', 'ada']);
    await chmod(join(dir.path, 'data/root-secret'), mode);
    expect((await run(['doctor'])).stdout).toMatch(/^warn {2}root secret .*root-secret/m);
  });

  it('fails for an upstream at an address that refreshes are kept from, without connecting', async () => {
    await using dir = await tempDir();
    await using upstream = await startFaultServer((socket) => socket.end(httpReply(200)));
    const { port } = new URL(upstream.url);
    const drive = { drive: { url: `http://localhost:${port}` } };
    const env = { ...(await offline()), CLOUDREVE_SITES: JSON.stringify(drive) };
    const open = await commandsIn(dir.path, env)(['doctor']);
    expect(open.stdout).toMatch(/^ok {4}cloudreve:drive {2}localhost:\d+ answers/m);
    const connections = upstream.connections();
    const kept = { ...env, ...PUBLIC, ALLOW_PRIVATE_UPSTREAMS: 'false' };
    const { code, stdout } = await commandsIn(dir.path, kept)(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^fail {2}cloudreve:drive {2}localhost:\d+ is at an address that is not public: .*ALLOW_PRIVATE_UPSTREAMS/m,
    );
    expect(upstream.connections()).toBe(connections);
  });

  it('fails where the directory of the store could not be made, however sound all else is', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'file');
    await writeFile(file, '');
    const env = { ...(await offline()), ...GIVEN, DATA_DIR: join(file, 'data') };
    const { code, stdout } = await commandsIn(dir.path, env)(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^fail {2}directories {4}.*file\/data cannot be written \(ENOTDIR\)\.$/m,
    );
  });

  it('fails where a directory is a file, or a file of the store a directory', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'afile');
    await writeFile(file, '');
    await mkdir(join(dir.path, 'adir'));
    await mkdir(join(dir.path, 'store.db-replies'));
    const wrong = async (env: Readonly<Record<string, string>>) => {
      const run = commandsIn(dir.path, { ...(await offline()), ...env });
      const lines = (await run(['doctor'])).stdout.split('\n');
      return lines.filter((line) => line.includes('  directories'));
    };
    const sentence = (name: string, code: string) =>
      `fail  directories    ${join(dir.path, name)} cannot be written (${code}).`;
    const kept = [sentence('afile', 'ENOTDIR')];
    expect(await wrong({ DATA_DIR: file })).toEqual(kept);
    expect(await wrong({ DATA_DIR: file, DATABASE_URL: 'memory:' })).toEqual(kept);
    expect(await wrong({ ...GIVEN, DATABASE_URL: `sqlite:${file}/refreshql.db` })).toEqual(kept);
    const DATABASE_URL = `sqlite:${join(dir.path, 'adir')}`;
    const taken = [sentence('adir', 'EISDIR')];
    expect(await wrong({ ...GIVEN, DATABASE_URL })).toEqual(taken);
    expect(await wrong({ DATA_DIR: join(dir.path, 'adir'), DATABASE_URL })).toEqual(taken);
    expect(await wrong({ ...GIVEN, DATABASE_URL: `sqlite:${dir.path}/store.db` })).toEqual([
      sentence('store.db-replies', 'EISDIR'),
    ]);
  });

  it.skipIf(process.getuid?.() === 0)('fails where a file of the store is read-only', async () => {
    await using dir = await tempDir();
    const run = commandsIn(dir.path, await offline());
    await run(['token', 'issue', '--user', 'ada']);
    await chmod(join(dir.path, 'data/refreshql.db'), 0o400);
    const { code, stdout } = await run(['doctor']);
    expect(code).toBe(1);
    expect(stdout).toMatch(
      /^fail {2}directories {4}.*refreshql\.db cannot be written \(EACCES\)\.$/m,
    );
  });

  it('says nothing of directories where nothing is written', async () => {
    await using dir = await tempDir();
    const { SERVICE_KEY, ...production } = { ...GIVEN, ...PRIVATE_PRODUCTION };
    await commandsIn(dir.path, { SERVICE_KEY })(['token', 'issue', '--user', 'ada']);
    const nowhere = { DATA_DIR: '/dev/null/x' };
    for (const env of [{ ...GIVEN, ...nowhere }, { ...production, ...nowhere }, { SERVICE_KEY }]) {
      const all = { ...(await offline()), ...env, DATABASE_URL: 'memory:' };
      const { stdout } = await commandsIn(dir.path, all)(['doctor']);
      expect(stdout).toMatch(/^ok {4}root secret /m);
      expect(stdout).not.toContain('directories');
    }
  });

  it('probes no address that refreshes are kept from, also where it is looked up nowhere', async () => {
    await using upstream = await startFaultServer((socket) => socket.end(httpReply(200)));
    const options = { timeoutMs: 5000, allowPrivate: false, now: Date.now };
    const code = 'ERR_PRIVATE_ADDRESS';
    expect(await probe(new URL(upstream.url), options)).toEqual({ type: 'failed', code });
    expect(upstream.connections()).toBe(0);
  });

  it('warns where production names no ISSUER_URL', async () => {
    await using dir = await tempDir();
    const env = { ...(await offline()), ...GIVEN, ...PRIVATE_PRODUCTION };
    const { code, stdout } = await commandsIn(dir.path, env)(['doctor', '--json']);
    const [first, ...others] = JSON.parse(stdout);
    expect(first).toEqual({
      check: 'configuration',
      level: 'warn',
      message:
        'It is valid (production), but ISSUER_URL is not set: tokens say http://127.0.0.1:4000.',
    });
    const named = { ...env, ISSUER_URL: 'https://auth.example' };
    const sound = await commandsIn(dir.path, named)(['doctor', '--json']);
    expect(JSON.parse(sound.stdout)).toEqual([
      { check: 'configuration', level: 'ok', message: 'It is valid (production).' },
      ...others,
    ]);
    expect([code, sound.code]).toEqual([1, 1]);
  });
});
