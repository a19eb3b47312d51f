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

describe.each(['public', 'app'])('doctor over tables in the schema %s', (schema) => {
  const migrate = (DATABASE_URL: string) =>
    commandsIn('/nowhere', { DATABASE_URL })(['db', 'migrate']);

  /** What it says of the store, and a role of that database that may do what a server does. */
  async function examined() {
    const database = await readOnlyDatabase(migrate, schema);
    const { sql, role, url } = database;
    await sql(`GRANT INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
    const run = commandsIn('/nowhere', { ...(await offline()), DATABASE_URL: url });
    const doctor = async () =>
      (await run(['doctor'])).stdout.split('\n').find((line) => /^\w+ +store /.test(line));
    return { ...database, run, doctor };
  }

  it('tells which tables are missing', async () => {
    await using it = await examined();
    expect(await it.doctor()).toMatch(/^ok {4}store /);
    await it.sql(`DROP TABLE ${schema}.rate_limits`);
    expect(await it.doctor()).toBe('fail  store          Tables are missing: rate_limits.');
    await it.sql(`DROP TABLE ${schema}.sessions`);
    await it.sql(`REVOKE DELETE ON users FROM ${it.role}`);
    expect(await it.doctor()).toBe(
      'fail  store          Tables are missing: rate_limits, sessions. Its role lacks rights: users (DELETE).',
    );
  });

  it('tells a database that may only be read, with its tables and without', async () => {
    await using it = await examined();
    await it.sql(`ALTER ROLE ${it.role} SET default_transaction_read_only = on`);
    const readOnly =
      'fail  store          It may only be read: transaction_read_only is on, as on a replica.';
    expect(await it.doctor()).toBe(readOnly);
    await it.sql(`GRANT CREATE ON SCHEMA ${schema} TO ${it.role}`);
    await it.sql('DROP TABLE refreshql_migrations');
    expect(await it.doctor()).toBe(readOnly);
  });

  it('tells a role that owns too little to apply what is missing', async () => {
    await using it = await examined();
    await it.sql(`GRANT CREATE ON SCHEMA ${schema} TO ${it.role}`);
    await it.sql('DELETE FROM refreshql_migrations WHERE version = 4');
    await it.sql('CREATE INDEX sessions_by_user ON sessions (user_id)');
    await it.sql('DROP INDEX open_sessions_by_user');
    const lacking = 'fail  store          Migrations are missing, and its role may not apply them:';
    expect(await it.doctor()).toBe(
      `${lacking} it does not own rate_limits, replies, session_events, sessions, users.`,
    );
    expect((await it.run(['db', 'migrate'])).stderr).toMatch(/must be owner of/);
    for (const table of ['rate_limits', 'replies', 'session_events', 'sessions', 'users'])
      await it.sql(`ALTER TABLE ${table} OWNER TO ${it.role}`);
    await it.sql(`REVOKE INSERT ON refreshql_migrations FROM ${it.role}`);
    expect(await it.doctor()).toBe(`${lacking} it lacks INSERT on refreshql_migrations.`);
    await it.sql(`GRANT INSERT ON refreshql_migrations TO ${it.role}`);
    expect(await it.doctor()).toMatch(/^warn {2}store .*1 migrations are missing/);
    expect(await it.run(['db', 'migrate'])).toMatchObject({ code: 0, stderr: '' });
    expect(await it.doctor()).toMatch(/^ok {4}store /);
  });

  it('tells a role that may not use the schema of the tables', async () => {
    await using it = await examined();
    await it.sql(`REVOKE USAGE ON SCHEMA ${schema} FROM PUBLIC, ${it.role}`);
    const barred = `fail  store          Its tables are in the schema ${schema}, on which its role lacks USAGE.`;
    expect(await it.doctor()).toBe(barred);
    await it.sql(`CREATE SCHEMA ${it.role} AUTHORIZATION ${it.role}`);
    const path = `"$user", "${schema}"`;
    await it.sql(`ALTER DATABASE ${it.name} SET search_path = ${path}`);
    expect(await it.doctor()).toBe(barred);
    await it.sql(`ALTER DATABASE ${it.name} SET search_path = "$user"`);
    expect(await it.doctor()).toMatch(/^warn {2}store .*no tables yet/);
  });

  it('tells every right that is lacking, SELECT among them', async () => {
    await using it = await examined();
    const all = 'SELECT, INSERT, UPDATE, DELETE';
    await it.sql(`REVOKE ${all} ON sessions FROM ${it.role}`);
    await it.sql(`REVOKE SELECT ON replies FROM ${it.role}`);
    const sentence = 'fail  store          Its role lacks rights:';
    expect(await it.doctor()).toBe(`${sentence} replies (SELECT), sessions (${all}).`);
    await it.sql(`GRANT ${all} ON sessions, replies TO ${it.role}`);
    await it.sql(`REVOKE ALL ON refreshql_migrations FROM ${it.role}`);
    expect(await it.doctor()).toBe(`${sentence} refreshql_migrations (SELECT).`);
  });
});
