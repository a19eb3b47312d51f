import { readPostgresStatus } from './postgres/readStatus.ts';
import { readSqliteStatus } from './sqlite/readStatus.ts';

/** What an operator may know of a store. */
export interface StoreStatus {
  readonly kind: 'memory' | 'sqlite' | 'postgres';
  /** How many migrations it has had, and how many this program knows. */
  readonly applied: number;
  readonly known: number;
  /** Dead ones that were not purged yet among them. */
  readonly sessions: number;
  /** Milliseconds the database's clock is ahead of `now`; null where it has none of its own. */
  readonly clockOffset: number | null;
}

/** Looks at the store that a database URL names, without changing it; rejects where it cannot be read. */
export async function readStoreStatus(
  databaseUrl: string,
  now: () => number,
): Promise<StoreStatus> {
  if (databaseUrl === 'memory:') {
    return { kind: 'memory', applied: 0, known: 0, sessions: 0, clockOffset: null };
  }
  return databaseUrl.startsWith('sqlite:')
    ? readSqliteStatus(databaseUrl.slice('sqlite:'.length))
    : readPostgresStatus(databaseUrl, now);
}
