import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { openPool, type PoolOptions } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresStore } from '../../issuer/store/postgresStore.ts';
import { newSession, presented, T0 } from '../contracts/newSession.ts';
import { testDatabase } from '../support/postgres.ts';

async function migrated() {
  const database = await testDatabase();
  await migrate(database.url);
  const stack = new AsyncDisposableStack();
  stack.use(database);
  const openStore = (options: PoolOptions = {}) => {
    const store = createPostgresStore(openPool(database.url, options));
    stack.defer(() => store.close());
    return store;
  };
  /** A connection beside the program. */
  const connect = async () => {
    const client = new pg.Client(database.url);
    client.on('error', () => {});
    await client.connect();
    stack.defer(() => client.end());
    return client;
  };
  /** Resolves when so many statements wait for a lock. */
  const locked = (count: number) =>
    expect
      .poll(() =>
        database.sql(`SELECT count(*) FROM pg_stat_activity
        WHERE wait_event_type = 'Lock' AND datname = current_database()`),
      )
      .toEqual([{ count: String(count) }]);
  return {
    ...database,
    openStore,
    connect,
    locked,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

const types = (facts: readonly { type: string }[]) => facts.map((it) => it.type);

describe('migrations of PostgreSQL', () => {
  it('run once where many processes start together', async () => {
    await using database = await testDatabase();
    await Promise.all(Array.from({ length: 8 }, () => migrate(database.url)));
    const rows = await database.sql('SELECT version FROM refreshql_migrations ORDER BY version');
    expect(rows.map((it) => Number(it['version']))).toEqual([1, 2, 3, 4]);
  });
  it('need no right to create anything where the tables are up to date', async () => {
    await using database = await migrated();
    const role = `reader_${Date.now()}`;
    await database.sql(`CREATE ROLE ${role} LOGIN`);
    await database.sql(`GRANT SELECT ON refreshql_migrations TO ${role}`);
    await migrate(database.url.replace('refreshql@', `${role}@`));
    await database.sql(`DROP OWNED BY ${role}`);
    await database.sql(`DROP ROLE ${role}`);
  });
  it('leave a database alone that a newer version of the program made', async () => {
    await using database = await migrated();
    await database.sql('INSERT INTO refreshql_migrations (version) VALUES (99)');
    await expect(migrate(database.url)).rejects.toThrow(/newer version/);
  });
  it('leave nothing behind when one fails', async () => {
    await using database = await testDatabase();
    await database.sql('CREATE TABLE sessions (id text)');
    await expect(migrate(database.url)).rejects.toThrow(/already exists/);
    const rows = await database.sql(`SELECT to_regclass('users') AS users,
      to_regclass('refreshql_migrations') AS migrations`);
    expect(rows).toEqual([{ users: null, migrations: null }]);
  });
});

describe('rotations that are in flight together', () => {
  it('share a statement, and a replay costs no write', async () => {
    await using database = await migrated();
    const store = database.openStore();
    const ids = Array.from({ length: 40 }, (_, index) => `s${index}`);
    for (const id of ids) await store.open(newSession({ id }));
    await database.sql(`CREATE TABLE statements (n int);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        'BEGIN INSERT INTO statements VALUES (1); RETURN NULL; END';
      CREATE TRIGGER note AFTER UPDATE ON sessions FOR EACH STATEMENT EXECUTE FUNCTION note()`);
    await Promise.all(ids.map((id) => store.rotate(presented(id, 0, 1))));
    expect(await database.sql('SELECT count(*) FROM statements')).toEqual([{ count: '1' }]);
    const versions = () => database.sql('SELECT id, xmin FROM sessions ORDER BY id');
    const before = await versions();
    expect(types(await Promise.all(ids.map((id) => store.rotate(presented(id, 0, 2)))))).toEqual(
      ids.map(() => 'replayed'),
    );
    expect(await versions()).toEqual(before);
  });
  it('do not fail each other where a statement fails for one of them', async () => {
    await using database = await migrated();
    const store = database.openStore();
    await store.open(newSession({ id: 'bad', userId: 'mallory' }));
    await store.open(newSession({ id: 'good' }));
    await database.sql(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE 'broken'; END $$;
      CREATE TRIGGER refuse BEFORE UPDATE ON sessions FOR EACH ROW
        WHEN (old.user_id = 'mallory') EXECUTE FUNCTION refuse()`);
    const answers = await Promise.allSettled(
      ['bad', 'good'].map((id) => store.rotate(presented(id, 0, 1))),
    );
    expect(answers).toMatchObject([{ status: 'rejected' }, { value: { type: 'rotated' } }]);
  });
  it('answer for the neighbours of a row that somebody holds locked', async () => {
    await using database = await migrated();
    const store = database.openStore({ statementTimeout: 200 });
    for (const id of ['held', 'free']) await store.open(newSession({ id }));
    const other = await database.connect();
    await other.query(`BEGIN; SELECT FROM sessions WHERE id = 'held' FOR UPDATE`);
    const answers = await Promise.allSettled(
      ['held', 'free'].map((id) => store.rotate(presented(id, 0, 1))),
    );
    expect(answers).toMatchObject([{ status: 'rejected' }, { value: { type: 'rotated' } }]);
    await other.query('ROLLBACK');
    expect((await store.rotate(presented('held', 0, 2))).type).toBe('rotated');
  });
  it('are answered where they changed something, even if nobody can look at the others', async () => {
    await using database = await migrated();
    const pool = openPool(database.url);
    const query: typeof pool.query = (statement, values) =>
      statement.text.includes('LEFT JOIN')
        ? Promise.reject(new Error('gone'))
        : pool.query(statement, values);
    const store = createPostgresStore({ ...pool, query });
    for (const id of ['a', 'b']) await store.open(newSession({ id }));
    await store.rotate(presented('a', 0, 1));
    const answers = await Promise.allSettled([
      store.rotate(presented('a', 0, 2)),
      store.rotate(presented('b', 0, 2)),
    ]);
    expect(answers).toMatchObject([{ status: 'rejected' }, { value: { type: 'rotated' } }]);
    await store.close();
  });
  it('give each generation of one session its answer, in the order they came', async () => {
    await using database = await migrated();
    const store = database.openStore();
    await store.open(newSession({ id: 'a' }));
    const facts = await Promise.all(
      [0, 0, 1, 1, 0].map((it) => store.rotate(presented('a', it, 1))),
    );
    expect(types(facts)).toEqual(['rotated', 'replayed', 'rotated', 'replayed', 'replayed']);
    expect(
      types(await Promise.all([0, 2].map((it) => store.rotate(presented('a', it, 2))))),
    ).toEqual(['reused', 'revoked']);
  });
  it('wait for another process that has the row, and share its successor', async () => {
    await using database = await migrated();
    const [one, two] = [database.openStore(), database.openStore()];
    await one.open(newSession({ id: 'a' }));
    const other = await database.connect();
    await other.query(`BEGIN; SELECT FROM sessions WHERE id = 'a' FOR UPDATE`);
    const racing = Promise.all(
      [one, two, one, two].map((store) => store.rotate(presented('a', 0, 1))),
    );
    await database.locked(2);
    await other.query('COMMIT');
    expect(types(await racing).sort()).toEqual(['replayed', 'replayed', 'replayed', 'rotated']);
  });
  it('heal a deadlock between processes by themselves', async () => {
    await using database = await migrated();
    const store = database.openStore();
    for (const id of ['a', 'b']) await store.open(newSession({ id }));
    const other = await database.connect();
    await other.query(`SET deadlock_timeout = '10s'`);
    await other.query(`BEGIN; SELECT FROM sessions WHERE id = 'b' FOR UPDATE`);
    const rotating = Promise.all(['a', 'b'].map((id) => store.rotate(presented(id, 0, 1))));
    await database.locked(1);
    const crossing = other.query(`SELECT FROM sessions WHERE id = 'a' FOR UPDATE; COMMIT`);
    expect(types(await rotating)).toEqual(['rotated', 'rotated']);
    await crossing;
  }, 20_000);
});

describe('a session that PostgreSQL keeps', () => {
  it('is updated in place, without a new entry in any index', async () => {
    await using database = await migrated();
    const store = database.openStore();
    await store.open(newSession({ id: 'a' }));
    for (let generation = 0; generation < 5; generation += 1) {
      await store.rotate(presented('a', generation, generation));
    }
    await store.close();
    const hot = async () =>
      await database.sql(`SELECT n_tup_upd, n_tup_hot_upd FROM pg_stat_user_tables
        WHERE relname = 'sessions'`);
    await expect.poll(hot).toEqual([{ n_tup_upd: '5', n_tup_hot_upd: '5' }]);
  });
  it('keeps users apart whose ids PostgreSQL could not hold', async () => {
    await using database = await migrated();
    const store = database.openStore();
    const users = ['a\0', 'a\\u0000', 'a\\', 'a\ud800', 'a\udbff', 'a\ufffd', 'a😀'];
    for (const userId of users) await store.open(newSession({ id: `of ${userId}`, userId }));
    const listed = await store.listLive(users, 9, T0);
    expect(listed.map((it) => it.userId).sort()).toEqual(users.toSorted());
    expect((await store.find(['of a\0'])).map((it) => it.userId)).toEqual(['a\0']);
  });
});
