import pg from 'pg';
import { MIGRATIONS } from './migrations.ts';

/** Any number will do, as long as no other program on the same database takes it. */
const LOCK = 5_178_411_909;

/**
 * Brings the tables up to date in one transaction, one process at a time; throws where a newer version of the program
 * made them. It touches nothing where they are up to date, so a role without the right to create tables will do then.
 * `timeout` is how many milliseconds the server may take to connect, and to say how far the tables are; the change of
 * large tables may take longer.
 */
export async function migrate(connectionString: string, timeout = 5000): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: timeout });
  client.on('error', () => {});
  await client.connect();
  try {
    const done = await appliedMigrations(client, timeout);
    if (done < MIGRATIONS.length) await migrateLocked(client, timeout);
  } finally {
    await client.end();
  }
}

async function migrateLocked(client: pg.Client, timeout: number): Promise<void> {
  await client.query('BEGIN');
  await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
  await client.query(
    `CREATE TABLE IF NOT EXISTS refreshql_migrations (
       version integer PRIMARY KEY,
       applied_at timestamptz NOT NULL DEFAULT now()
     )`,
  );
  const done = await appliedMigrations(client, timeout);
  for (const [index, migration] of MIGRATIONS.entries()) {
    if (index < done) continue;
    await client.query(migration);
    await client.query('INSERT INTO refreshql_migrations (version) VALUES ($1)', [index + 1]);
  }
  // An error above leaves without a commit, and the end of the connection rolls everything back.
  await client.query('COMMIT');
}

/** How many migrations the database has; throws where it has some that this program does not know. */
async function appliedMigrations(client: pg.Client, timeout: number): Promise<number> {
  // The driver takes this option, and its types do not know it.
  const ask = (text: string) => {
    const question: pg.QueryConfig & { query_timeout: number } = { text, query_timeout: timeout };
    return client.query(question);
  };
  const { rows: tables } = await ask(
    `SELECT to_regclass('refreshql_migrations') IS NOT NULL AS present`,
  );
  if (tables[0]?.present !== true) return 0;
  const { rows } = await ask(
    'SELECT COALESCE(MAX(version), 0) AS version FROM refreshql_migrations',
  );
  const done = Number(rows[0]?.version);
  if (done > MIGRATIONS.length) {
    throw new Error('The session database was made by a newer version of this program.');
  }
  return done;
}
