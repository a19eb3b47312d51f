import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../bench/process/createDatabase.ts';
import { startPostgresCluster } from '../../bench/process/postgresCluster.ts';
import { signIn } from '../support/nativeClient.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { count } from './counts.ts';

const SIGN_INS = 6;
const ROUNDS = count(1, 10);

/** The program in a process of its own, over a PostgreSQL of its own. */
async function programOnPostgres() {
  const stack = new AsyncDisposableStack();
  const cluster = stack.use(await startPostgresCluster({ durable: true }));
  const database = await createDatabase(cluster.url());
  const dir = stack.use(await tempDir());
  const env = { DATABASE_URL: database.url, SERVICE_KEY, RATE_LIMITS: 'off', LOG_LEVEL: 'silent' };
  const program = stack.use(await startProgram([], env, dir.path));
  return { cluster, database, program, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

type Subject = Awaited<ReturnType<typeof programOnPostgres>>;

/** Begins sign-ins, and returns when each waits in the midst of its transaction. */
async function beginSignIns({ database, program }: Subject) {
  const holder = new pg.Client(database.url);
  holder.on('error', () => {});
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE users');
  const answers = Promise.all(
    Array.from({ length: SIGN_INS }, (_, i) =>
      signIn(program.url, `user-${i}`).then(
        () => 'Token',
        (cause: Error) => cause.message,
      ),
    ),
  );
  const waiting = `SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'`;
  await expect.poll(() => database.sql(waiting)).toEqual([{ count: String(SIGN_INS) }]);
  return { answers, holder };
}

const ENDS: Readonly<Record<string, (subject: Subject) => Promise<unknown>>> = {
  'pg_terminate_backend of every connection': ({ database }) =>
    database.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE application_name = 'refreshql'`),
  'a restart of PostgreSQL': async ({ cluster }) => {
    await cluster.stop('SIGQUIT');
    await cluster.start();
  },
  'a crash of PostgreSQL': async ({ cluster }) => {
    await cluster.stop('SIGKILL');
    // It refuses to start while anything is left of the one that was killed.
    const starts = () =>
      cluster.start().then(
        () => true,
        () => false,
      );
    await expect.poll(starts, { timeout: 20_000 }).toBe(true);
  },
};

describe('sign-ins in flight', () => {
  it.each(Object.entries(ENDS))(
    'outlive %s, and so does the process',
    async (_, end) => {
      await using t = await programOnPostgres();
      for (let round = 0; round < ROUNDS; round += 1) {
        const { answers, holder } = await beginSignIns(t);
        await end(t);
        expect(await answers).toEqual(Array(SIGN_INS).fill('IssuerUnavailableError'));
        await holder.end();
        expect((await signIn(t.program.url)).__typename).toBe('Token');
      }
      expect(t.program.child.exitCode).toBeNull();
    },
    300_000,
  );
});
