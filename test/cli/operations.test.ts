import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { generateJwkSet } from '../issuer/jwkSets.ts';
import { closedUrl } from '../support/faultServer.ts';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn, offline } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

const statesOf = (stdout: string) =>
  JSON.parse(stdout).map((it: { kind: string; state: string }) => `${it.kind} ${it.state}`);

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

  it('asks nobody to take over what it could not make', async () => {
    await using dir = await tempDir();
    const first = commandsIn(dir.path, { ROOT_SECRET: 'abcdefgh'.repeat(6) });
    const { stdout } = await first(['keys', 'rotate', 'root']);
    const next = commandsIn(dir.path, { ROOT_SECRET: stdout });
    expect(await next(['keys', 'rotate', 'root'])).toEqual({
      code: 1,
      stdout: '',
      stderr: 'A next key is waiting already; rotate again once it signs.\n',
    });
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
