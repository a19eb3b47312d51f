import pg from 'pg';
import type { StoreStatus } from '../storeStatus.ts';
import { MIGRATIONS } from './migrations.ts';

const TIMEOUT_MS = 5000;

/** Looks at a PostgreSQL database without changing it; rejects where it cannot be reached. */
export async function readPostgresStatus(
  connectionString: string,
  now: () => number,
): Promise<StoreStatus> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: TIMEOUT_MS,
    query_timeout: TIMEOUT_MS,
  });
  client.on('error', () => {});
  await client.connect();
  try {
    const clockOffset = await readClockOffset(client, now);
    const applied = await readApplied(client);
    const sessions =
      applied === 0 ? 0 : await one(client, 'SELECT COUNT(*) AS value FROM sessions');
    return { kind: 'postgres', known: MIGRATIONS.length, applied, sessions, clockOffset };
  } finally {
    await client.end();
  }
}

async function readApplied(client: pg.Client): Promise<number> {
  const there = `SELECT (to_regclass('refreshql_migrations') IS NOT NULL)::int AS value`;
  if ((await one(client, there)) === 0) return 0;
  return one(client, 'SELECT COALESCE(MAX(version), 0) AS value FROM refreshql_migrations');
}

async function readClockOffset(client: pg.Client, now: () => number): Promise<number> {
  const asked = now();
  const sql = 'SELECT EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS value';
  const theirs = await one(client, sql);
  return Math.round(theirs - (asked + now()) / 2);
}

async function one(client: pg.Client, sql: string): Promise<number> {
  const { rows } = await client.query(sql);
  return Number(rows[0]?.value);
}
