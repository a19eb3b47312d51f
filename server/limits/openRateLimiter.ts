import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { EventSink } from '../../domain/events.ts';
import { type LimitName, type RateLimiter, unlimited } from '../../domain/rateLimiter.ts';
import { type Bucket, createBucket } from './bucket.ts';
import { createRateLimiter } from './createRateLimiter.ts';

/** The limits as they ship: points in a minute. `perFamily` counts 1 for an accepted call and 40 for a refused one. */
export const DEFAULT_LIMITS: Readonly<Record<LimitName, number>> = {
  perAddress: 30,
  perFamily: 1200,
  perIssuer: 3000,
  revocationsPerAddress: 300,
};

const SECONDS = 60;
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
  const bucket = (name: LimitName): Bucket => {
    const limit = points[name];
    const memory = new RateLimiterMemory({ points: limit, duration: SECONDS });
    // Every refresh counts for its session, so that is never a matter of the database.
    const isShared = database !== null && name !== 'perFamily';
    const counter = isShared ? sharedCounter(database, name, limit) : memory;
    return createBucket({ limit, counter, fallback: memory, onFailure });
  };
  return createRateLimiter({
    buckets: {
      perAddress: bucket('perAddress'),
      perFamily: bucket('perFamily'),
      perIssuer: bucket('perIssuer'),
      revocationsPerAddress: bucket('revocationsPerAddress'),
    },
    emit,
  });
}

function sharedCounter(database: Database, name: LimitName, points: number): RateLimiterPostgres {
  return new RateLimiterPostgres({
    storeClient: { query: (query: PgQuery) => run(database, query) },
    storeType: 'pool',
    tableName: TABLE,
    tableCreated: true,
    keyPrefix: name,
    points,
    duration: SECONDS,
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
