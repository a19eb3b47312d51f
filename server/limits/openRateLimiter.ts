import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { EventSink } from '../../domain/events.ts';
import { type LimitName, type RateLimiter, unlimited } from '../../domain/rateLimiter.ts';
import { type Bucket, createBucket } from './bucket.ts';
import { createRateLimiter } from './createRateLimiter.ts';
import type { BucketName } from './overLimit.ts';
import { createSessionBudget } from './sessionBudget.ts';
import { createUndecided } from './undecided.ts';
import { WINDOW } from './window.ts';

/** The limits as they ship: points in a minute. `perFamily` counts 1 for an accepted call and 40 for a refused one. */
export const DEFAULT_LIMITS: Readonly<Record<LimitName, number>> = {
  perAddress: 30,
  perFamily: 1200,
  perIssuer: 3000,
  revocationsPerAddress: 300,
};

/** Made by the migrations of the PostgreSQL store. */
const TABLE = 'rate_limits';

/** Runs a prepared statement in a database that processes share, and gives its rows. */
export type Database = (
  statement: { readonly name: string; readonly text: string },
  values: readonly unknown[],
) => Promise<readonly object[]>;

/** How a deployment limits. */
export interface OpenOptions {
  readonly limits: 'on' | 'off' | Readonly<Partial<Record<LimitName, number>>>;
  /** PostgreSQL, to share what addresses and issuers use up; null: each process counts by itself. */
  readonly database: Database | null;
  readonly now: () => number;
  readonly emit: EventSink;
}

/** Opens the limits. With a database, refusals are counted there; accepted refreshes never wait for it. */
export function openRateLimiter({ limits, database, now, emit }: OpenOptions): RateLimiter {
  if (limits === 'off') return unlimited;
  const points = limits === 'on' ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...limits };
  const onFailure = (cause: unknown) =>
    emit({ type: 'limit.failed', at: now(), correlationId: null, cause });
  const memoryCounter = (limit: number) =>
    new RateLimiterMemory({ keyPrefix: '', points: limit, duration: WINDOW });
  const bucket = (name: BucketName): Bucket => {
    const limit = points[name];
    const memory = memoryCounter(limit);
    const counter = database === null ? memory : sharedCounter(database, name, limit);
    return createBucket({ limit, counter, fallback: memory, onFailure });
  };
  const limit = points.perFamily;
  return createRateLimiter({
    buckets: {
      perAddress: bucket('perAddress'),
      perIssuer: bucket('perIssuer'),
      revocationsPerAddress: bucket('revocationsPerAddress'),
    },
    // Every refresh counts for its session, so that is never a matter of the database.
    sessions: createSessionBudget({
      limit,
      window: WINDOW * 1000,
      counter: memoryCounter(limit),
    }),
    undecided: createUndecided({
      limit: points.perAddress,
      counter: memoryCounter(points.perAddress),
    }),
    emit,
  });
}

function sharedCounter(database: Database, name: BucketName, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: { query: (query: PgQuery) => run(database, query) },
    storeType: 'pool',
    tableName: TABLE,
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: WINDOW,
  });
}

/** What rate-limiter-flexible asks of `pg`. */
interface PgQuery {
  readonly name: string;
  readonly text: string;
  readonly values?: readonly unknown[];
}

async function run(database: Database, { name, text, values = [] }: PgQuery) {
  const rows = await database({ name, text }, values);
  return { rows, rowCount: rows.length };
}
