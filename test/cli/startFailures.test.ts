import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { generateJwkSet } from '../issuer/jwkSets.ts';
import { closedUrl } from '../support/faultServer.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

/** How the program ends that cannot start, in a directory of its own. */
async function started(env: Readonly<Record<string, string>>, args: readonly string[] = []) {
  await using dir = await tempDir();
  return await commandsIn(dir.path, { PORT: '0', ...env })(args);
}

describe('a start that fails names the setting and the cause', () => {
  it('for a port that is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await started({ PORT: `${port}` });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(
      `HOST, PORT: the server cannot listen: listen EADDRINUSE: address already in use 127.0.0.1:${port}\n`,
    );
  });

  it.each(['1', '2'])('for a host that is not this machine’s, with %s workers', async (WORKERS) => {
    const { code, stderr } = await started({ HOST: '192.0.2.1', WORKERS });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^HOST(, PORT)?: the server cannot listen: listen EADDRNOTAVAIL/);
  });

  it('for a directory that cannot be made, whatever it is called', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'file-of-Refreshql-in-Europe-1');
    await writeFile(file, '');
    const DATA_DIR = join(file, 'data');
    const key = await commandsIn(dir.path, { DATA_DIR, PORT: '0' })([]);
    expect(key.stderr).toMatch(/^DATA_DIR: the service key cannot be kept: ENOTDIR: /);
    expect(key.stderr).toContain(file);
    const given = { DATA_DIR, SERVICE_KEY: 'k'.repeat(40), PORT: '0' };
    const keys = await commandsIn(dir.path, given)([]);
    expect(keys.stderr).toMatch(/^DATA_DIR: the keys cannot be opened: ENOTDIR: /);
    const ROOT_SECRET = 'abcdefgh'.repeat(6);
    const both = { ...given, ROOT_SECRET, SIGNING_ALG: 'HS256' };
    const store = await commandsIn(dir.path, both)([]);
    expect(store.stderr).toMatch(/^DATA_DIR: the store cannot be opened: ENOTDIR: /);
    const DATABASE_URL = `sqlite:${file}/store/refreshql.db`;
    const set = await commandsIn(dir.path, { ...both, DATABASE_URL })([]);
    expect(set.stderr).toMatch(/^DATABASE_URL: the store cannot be opened: ENOTDIR: /);
    expect(set.stderr).toContain(file);
  });

  it('for keys that do not fit', async () => {
    const SIGNING_KEYS = await generateJwkSet('ES256');
    const one = await started({ SIGNING_KEYS });
    expect(one.stderr).toBe(
      'DATA_DIR, SIGNING_KEYS: the keys cannot be opened: Signing key 1 is for ES256, but EdDSA is configured.\n',
    );
    const ROOT_SECRET = 'abcdefgh'.repeat(6);
    const issue = ['token', 'issue', '--user', 'ada'];
    const both = await started({ SIGNING_KEYS, ROOT_SECRET }, issue);
    expect(both.stderr).toMatch(/^ROOT_SECRET, SIGNING_KEYS: the keys cannot be opened: Signing/);
  });
});

describe('a database that cannot be opened', () => {
  const COMMANDS = [
    ['serve', 'opened'],
    ['db status', 'read'],
    ['db migrate', 'opened'],
    ['sessions list --user ada', 'opened'],
    ['token issue --user ada', 'opened'],
  ] as const;

  it('is told by its own name, under that of the setting, by every command', async () => {
    await using database = await testDatabase();
    const DATABASE_URL = database.url.replace(/[^/]+$/, 'refreshql_of_europe_west');
    const cause = 'database "refreshql_of_europe_west" does not exist';
    for (const [words, what] of COMMANDS) {
      const { code, stderr } = await started({ DATABASE_URL }, words.split(' '));
      expect([words, code]).toEqual([words, 1]);
      expect(stderr).toBe(`DATABASE_URL: the store cannot be ${what}: ${cause}\n`);
    }
    const nobody = await closedUrl();
    const upstreams = { WALLETKIT_TESTNET_URL: nobody, WALLETKIT_MAINNET_URL: nobody };
    const { stdout } = await started({ DATABASE_URL, ...upstreams }, ['doctor']);
    expect(stdout).toContain(`DATABASE_URL: the store cannot be read: ${cause}\n`);
  });

  it('is told without its password', async () => {
    const { port } = new URL(await closedUrl());
    const DATABASE_URL = `postgres://refreshql_in_production:CANARY-0123456789-abc@127.0.0.1:${port}/x`;
    for (const [words] of COMMANDS) {
      const { stdout, stderr } = await started({ DATABASE_URL }, words.split(' '));
      expect(stderr).toMatch(/^DATABASE_URL: the store cannot be \w+: connect ECONNREFUSED/);
      expect(stdout + stderr).not.toContain('CANARY');
    }
  });
});
