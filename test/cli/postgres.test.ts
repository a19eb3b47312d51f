import { describe, expect, it, vi } from 'vitest';
import { closedUrl } from '../support/faultServer.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

describe('commands over PostgreSQL', () => {
  it('migrate, look at, fill and purge a database', async () => {
    await using dir = await tempDir();
    await using database = await testDatabase();
    const run = commandsIn(dir.path, { DATABASE_URL: database.url });
    const before = await run(['db', 'status', '--json']);
    expect(before.code).toBe(1);
    expect(JSON.parse(before.stdout)).toMatchObject({ kind: 'postgres', applied: 0, sessions: 0 });
    expect(await run(['db', 'migrate'])).toMatchObject({ code: 0, stderr: '' });
    const { stdout: token } = await run(['token', 'issue', '--user', 'ada', '--only', 'refresh']);
    expect(await run(['token', 'inspect'], token)).toMatchObject({ code: 0 });
    const { code, stdout } = await run(['db', 'status', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ sessions: 1 });
    expect(
      JSON.parse((await run(['sessions', 'list', '--user', 'ada', '--json'])).stdout),
    ).toHaveLength(1);
    expect(await run(['db', 'purge'])).toMatchObject({ code: 0 });
    expect((await run(['sessions', 'revoke', '--user', 'ada'])).stdout).toMatch(/^Ended 1 /);
  });

  it('compare this machine’s clock with the database’s', async () => {
    await using dir = await tempDir();
    await using database = await testDatabase();
    const nobody = await closedUrl();
    const upstreams = { WALLETKIT_TESTNET_URL: nobody, WALLETKIT_MAINNET_URL: nobody };
    const run = commandsIn(dir.path, { DATABASE_URL: database.url, ...upstreams });
    expect((await run(['doctor'])).stdout).toMatch(/^ok {4}clock .*agrees with 1 other/m);
  });

  it('say that a database cannot be reached, without its password', async () => {
    await using dir = await tempDir();
    const { port } = new URL(await closedUrl());
    const url = `postgres://user:CANARY@127.0.0.1:${port}/refreshql`;
    const run = commandsIn(dir.path, { DATABASE_URL: url });
    for (const args of [
      ['db', 'status'],
      ['db', 'migrate'],
      ['sessions', 'list', '--user', 'a'],
    ]) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/ECONNREFUSED/);
      expect(stderr).not.toContain('CANARY');
    }
    const doctor = await run(['doctor']);
    expect(doctor.stdout).toMatch(/^fail {2}store .*ECONNREFUSED/m);
    expect(doctor.stdout).not.toContain('CANARY');
  });
});
