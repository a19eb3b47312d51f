import type pg from 'pg';
import type { Query, Row } from './openPool.ts';
import { sqlState } from './withRetries.ts';

/** What is done in a transaction, statement by statement. */
export type Transaction<T> = (query: Query) => Promise<T>;

/** Runs the work between BEGIN and COMMIT on one connection; what it throws rolls everything back. */
export async function runTransaction<T>(pool: pg.Pool, work: Transaction<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL READ COMMITTED');
    const result = await work(async (statement, values) => {
      return (await client.query<Row>({ ...statement, values: [...values] })).rows;
    });
    await client.query('COMMIT');
    return result;
  } catch (cause) {
    broken = await rollBack(client, cause);
    throw cause;
  } finally {
    client.release(broken);
  }
}

/** Makes the connection fit for its next user; gives an error where it is of no more use to anybody. */
async function rollBack(client: pg.PoolClient, cause: unknown): Promise<Error | undefined> {
  // What the server did not say itself is a connection that hangs or is gone: asking it again would only take time.
  if (sqlState(cause) === null) return new Error('The connection has failed.', { cause });
  return client.query('ROLLBACK').then(
    () => undefined,
    (error: Error) => error,
  );
}
