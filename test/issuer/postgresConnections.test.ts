import { createServer, type Socket } from 'node:net';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresStore } from '../../issuer/store/postgresStore.ts';
import { newSession, T0 } from '../contracts/newSession.ts';
import { testDatabase } from '../support/postgres.ts';

/** What nobody has caught while a test ran; it would have ended the process. */
function uncaught() {
  const errors: Error[] = [];
  const note = (error: Error) => errors.push(error);
  process.on('uncaughtException', note);
  return { errors, [Symbol.dispose]: () => void process.off('uncaughtException', note) };
}

const END = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE application_name = 'refreshql' AND datname = current_database()`;

const LOCKED = `SELECT count(*) FROM pg_stat_activity
  WHERE wait_event_type = 'Lock' AND datname = current_database()`;

describe('a connection that ends in a transaction', () => {
  it('fails what was under way, a sign-in or the end of all sessions, and nothing else', async () => {
    await using database = await testDatabase();
    await migrate(database.url);
    using seen = uncaught();
    const store = createPostgresStore(openPool(database.url));
    const other = new pg.Client(database.url);
    await other.connect();
    await other.query('BEGIN; LOCK TABLE users');
    const answers = Promise.allSettled([
      store.open(newSession({ id: 'a' })),
      store.revoke({ userId: 'somebody' }, T0),
    ]);
    await expect.poll(() => database.sql(LOCKED)).toEqual([{ count: '2' }]);
    await database.sql(END);
    expect(await answers).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
    await other.end();
    expect((await store.open(newSession({ id: 'a' }))).session.id).toBe('a');
    await store.close();
    expect(seen.errors).toEqual([]);
  });
  it('fails it between two statements too', async () => {
    await using database = await testDatabase();
    using seen = uncaught();
    const pool = openPool(database.url);
    const one = { name: 'one', text: 'SELECT 1' };
    const cut = pool.transaction(async (query) => {
      await database.sql(END);
      return query(one, []);
    });
    await expect(cut).rejects.toThrow(/connection/i);
    expect(await pool.transaction((query) => query(one, []))).toHaveLength(1);
    await pool.close();
    expect(seen.errors).toEqual([]);
  });
  it('fails it even if it ends in the breath in which it began', async () => {
    using seen = uncaught();
    await using server = await startServer((socket) =>
      socket.end(Buffer.concat([WELCOME, END_NOW])),
    );
    const pool = openPool(server.url);
    await expect(pool.transaction(async () => {})).rejects.toThrow();
    await pool.close();
    expect(seen.errors).toEqual([]);
  });
});

describe('transactions that wait for each other', () => {
  it('are all done: the one that the server ends begins again', async () => {
    await using database = await testDatabase();
    await database.sql('CREATE TABLE things (id int PRIMARY KEY)');
    await database.sql('INSERT INTO things VALUES (1), (2)');
    const pool = openPool(database.url, { statementTimeout: 30_000 });
    const lock = { name: 'lock', text: 'SELECT id FROM things WHERE id = $1 FOR UPDATE' };
    const { promise: both, resolve } = Promise.withResolvers<void>();
    let begun = 0;
    const inOrder = (...ids: readonly [number, number]) =>
      pool.transaction(async (query) => {
        await query(lock, [ids[0]]);
        begun += 1;
        if (begun === 2) resolve();
        await both;
        return query(lock, [ids[1]]);
      });
    const answers = Promise.all([inOrder(1, 2), inOrder(2, 1)]);
    expect(await answers).toEqual([[{ id: 2 }], [{ id: 1 }]]);
    expect(begun).toBe(3);
    await pool.close();
  });
});

describe('a start', () => {
  it('does not wait for ever for a database that takes the connection and answers nothing', async () => {
    await using server = await startServer((socket) => void socket.write(WELCOME));
    await expect(migrate(server.url, 100)).rejects.toThrow(/timeout/);
  });
});

/** What takes connections as PostgreSQL does, and says no more than it is told to. */
async function startServer(answer: (socket: Socket) => void) {
  const server = createServer((socket) => socket.once('data', () => answer(socket)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  return {
    url: `postgres://nobody@127.0.0.1:${port}/nothing`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** AuthenticationOk and ReadyForQuery. */
const WELCOME = Buffer.concat([message('R', '\0\0\0\0'), message('Z', 'I')]);

/** ErrorResponse of a server that is shut down. */
const END_NOW = message('E', 'SFATAL\0C57P01\0Mterminating connection\0\0');

function message(type: string, body: string): Buffer {
  const head = Buffer.from(`${type}\0\0\0\0`);
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}
