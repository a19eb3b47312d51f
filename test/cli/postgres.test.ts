import { describe, expect, it, vi } from 'vitest';
import { closedUrl } from '../support/faultServer.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn, offline } from './commandsIn.ts';
import { readOnlyDatabase } from './readOnlyRole.ts';

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
    const run = commandsIn(dir.path, { DATABASE_URL: database.url, ...(await offline()) });
    expect((await run(['doctor'])).stdout).toMatch(/^ok {4}clock .*agrees with 1 other clock\.$/m);
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

  it('tell a role that may only read, before a server is started with it', async () => {
    await using dir = await tempDir();
    const env = await offline();
    const migrate = (DATABASE_URL: string) =>
      commandsIn(dir.path, { DATABASE_URL })(['db', 'migrate']);
    await using database = await readOnlyDatabase(migrate);
    const run = commandsIn(dir.path, { ...env, DATABASE_URL: database.url });
    const lacking = await run(['doctor']);
    expect(lacking.code).toBe(1);
    const rights = 'INSERT, UPDATE, DELETE';
    expect(lacking.stdout).toContain(
      `fail  store          Its role lacks rights: rate_limits (${rights}), replies (${rights}), session_events (${rights}), sessions (${rights}), users (${rights}).\n`,
    );
    for (const table of ['users', 'sessions', 'session_events', 'replies', 'rate_limits'])
      await database.sql(`GRANT ${rights} ON ${table} TO ${database.role}`);
    await database.sql(`REVOKE DELETE ON replies FROM ${database.role}`);
    expect((await run(['doctor'])).stdout).toContain('lacks rights: replies (DELETE).\n');
    await database.sql(`GRANT DELETE ON replies TO ${database.role}`);
    expect((await run(['doctor'])).stdout).toMatch(/^ok {4}store /m);
    expect(await run(['token', 'issue', '--user', 'ada'])).toMatchObject({ code: 0 });
  });

  it('tell a role that could not make the tables', async () => {
    await using dir = await tempDir();
    await using database = await readOnlyDatabase(async () => {});
    const run = commandsIn(dir.path, { ...(await offline()), DATABASE_URL: database.url });
    expect((await run(['doctor'])).stdout).toMatch(
      /^fail {2}store .*no tables yet.*its role may not make them/m,
    );
    await database.sql(`GRANT CREATE ON SCHEMA public TO ${database.role}`);
    expect((await run(['doctor'])).stdout).toMatch(/^warn {2}store .*no tables yet/m);
  });

  it('say why a session cannot be issued, listed or ended', async () => {
    await using dir = await tempDir();
    const migrate = (DATABASE_URL: string) =>
      commandsIn(dir.path, { DATABASE_URL })(['db', 'migrate']);
    await using database = await readOnlyDatabase(migrate);
    const run = commandsIn(dir.path, { DATABASE_URL: database.url });
    const cause = /^ISSUER_UNAVAILABLE: .* permission denied for table \w+\n$/;
    const issued = await run(['token', 'issue', '--user', 'ada', '--json']);
    expect(issued.code).toBe(1);
    expect(issued.stderr).toMatch(cause);
    expect(JSON.parse(issued.stdout).message).toMatch(/permission denied for table \w+$/);
    expect((await run(['sessions', 'revoke', '--user', 'ada'])).stderr).toMatch(
      /permission denied for table \w+\n$/,
    );
    await database.sql(`REVOKE SELECT ON sessions FROM ${database.role}`);
    expect((await run(['sessions', 'list', '--user', 'ada'])).stderr).toMatch(
      /permission denied for table sessions\n$/,
    );
  });
});
