import pg from 'pg';
import { runTransaction, type Transaction } from './runTransaction.ts';
import { withRetries } from './withRetries.ts';

/** One statement; it is prepared under its name on each connection that runs it. */
export interface Statement {
  readonly name: string;
  readonly text: string;
}

/** A row as the driver gives it: `bigint` columns are numbers. */
export type Row = Readonly<Record<string, unknown>>;

/** Runs one statement and gives its rows. */
export type Query = (statement: Statement, values: readonly unknown[]) => Promise<readonly Row[]>;

/** Connections to one PostgreSQL database, shared by all stores over it. */
export interface Pool {
  /** Runs a statement by itself. Serialization failures and deadlocks are retried: they have changed nothing. */
  readonly query: Query;
  /** Runs statements in one READ COMMITTED transaction, from its start again after a serialization failure. */
  transaction<T>(work: Transaction<T>): Promise<T>;
  /** Resolves when the server answers; rejects when it does not. */
  ping(): Promise<void>;
  /** Lets what was asked for before be answered, then closes every connection. */
  close(): Promise<void>;
}

/** How the pool behaves. Durations are milliseconds. */
export interface PoolOptions {
  /** @default 8 */
  readonly connections?: number;
  /** How long to wait for a connection. @default 2000 */
  readonly connectTimeout?: number;
  /** How long the server may take over one statement; the client gives up half a second later. @default 2500 */
  readonly statementTimeout?: number;
}

/** Opens a pool without connecting; a server that goes away and comes back is found again by the next call. */
export function openPool(connectionString: string, options: PoolOptions = {}): Pool {
  const pool = new pg.Pool(settings(connectionString, options));
  // An idle connection that breaks is dropped by the pool itself; unheard, the event would end the process.
  pool.on('error', () => {});
  // The pool does not listen to one in use, which may break from its first moment on; what it was asked rejects by itself.
  pool.on('connect', (client) => client.on('error', () => {}));
  const open = new Set<Promise<unknown>>();
  let closing: Promise<void> | null = null;

  function track<T>(work: () => Promise<T>): Promise<T> {
    if (closing !== null) return Promise.reject(new Error('The database connection is closed.'));
    const promise = withRetries(work);
    open.add(promise);
    return promise.finally(() => open.delete(promise));
  }

  const run: Query = async (statement, values) =>
    (await pool.query<Row>({ ...statement, values: [...values] })).rows;
  return {
    query: (statement, values) => track(() => run(statement, values)),
    transaction: (work) => track(() => runTransaction(pool, work)),
    ping: () => track(async () => void (await pool.query('SELECT 1'))),
    close: () => {
      // The pool forgets calls that wait for a connection when it ends, so they come first.
      closing ??= Promise.allSettled(open).then(() => pool.end());
      return closing;
    },
  };
}

const INT8 = 20;

function settings(connectionString: string, options: PoolOptions): pg.PoolConfig {
  const { connections = 8, connectTimeout = 2000, statementTimeout = 2500 } = options;
  return {
    connectionString,
    max: connections,
    application_name: 'refreshql',
    connectionTimeoutMillis: connectTimeout,
    // The server gives up first, so that its connection can be used again; the client's limit is for a server that hangs.
    lock_timeout: Math.ceil(statementTimeout * 0.8),
    statement_timeout: statementTimeout,
    query_timeout: statementTimeout + 500,
    idle_in_transaction_session_timeout: 2 * statementTimeout,
    keepAlive: true,
    types: {
      // Times and counters stay far below 2^53.
      getTypeParser: ((oid: number, format: 'text') =>
        oid === INT8
          ? Number
          : pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
    },
  };
}
