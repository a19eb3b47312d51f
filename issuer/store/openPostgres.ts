import { migrate } from './postgres/migrate.ts';
import { openPool } from './postgres/openPool.ts';
import { createPostgresStore, type PostgresStoreOptions } from './postgresStore.ts';
import { createPostgresReplies } from './replies/postgresReplies.ts';

/** Opens both stores over one pool of connections to PostgreSQL, its tables up to date. */
export async function openPostgres(url: string, options: PostgresStoreOptions) {
  await migrate(url);
  const pool = openPool(url);
  return {
    sessions: createPostgresStore(pool, options),
    replies: createPostgresReplies(pool),
    query: pool.query,
  };
}
