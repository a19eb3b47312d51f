import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';

const DAY = 86_400_000;

const COLUMNS = `id, user_id, user_version, audience, created_at, ends_at, generation,
  generation_at, generation_expires_at, previous, previous_used_at`;

const values = (id: string) => `${id}, 'filler-' || (n % 100000), 0, '[]',
  now - ${90 * DAY} + n % ${DAY}, now + ${90 * DAY}, n % 50 + 1,
  now - n % ${13 * DAY}, now + ${DAY} + n % ${13 * DAY}, n % 50, now - n % ${13 * DAY}`;

/** Puts live sessions of many users into a store whose tables exist, as months of use would have left them. */
export async function fillStore(databaseUrl: string, sessions: number): Promise<void> {
  if (databaseUrl.startsWith('sqlite:')) fillSqlite(databaseUrl.slice('sqlite:'.length), sessions);
  else await fillPostgres(databaseUrl, sessions);
}

function fillSqlite(file: string, sessions: number): void {
  using db = new DatabaseSync(file);
  const id = `lower(hex(randomblob(16)))`;
  // One commit and its checkpoint, which SQLite syncs: nothing is left for the system to write while others are measured.
  db.exec(`PRAGMA synchronous = FULL;
    WITH RECURSIVE counter (n, now) AS (
      SELECT 1, ${Date.now()} UNION ALL SELECT n + 1, now FROM counter WHERE n < ${sessions}
    )
    INSERT INTO sessions (${COLUMNS}) SELECT ${values(id)} FROM counter;
    PRAGMA wal_checkpoint(TRUNCATE);`);
}

async function fillPostgres(url: string, sessions: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`INSERT INTO sessions (${COLUMNS})
    SELECT ${values('gen_random_uuid()::text')}
    FROM generate_series(1::bigint, ${sessions}) AS n, (VALUES (${Date.now()}::bigint)) AS t (now)`);
  await client.query('VACUUM ANALYZE sessions');
  await client.query('CHECKPOINT');
  await client.end();
}
