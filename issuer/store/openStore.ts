import type { ReplyStore } from '../../domain/replyStore.ts';
import { createMemoryStore } from './memoryStore.ts';
import { migrate } from './postgres/migrate.ts';
import { openPool, type Query } from './postgres/openPool.ts';
import { createPostgresStore } from './postgresStore.ts';
import { createMemoryReplies } from './replies/memoryReplies.ts';
import { createPostgresReplies } from './replies/postgresReplies.ts';
import { openSqliteReplies } from './replies/sqliteReplies.ts';
import type { AuditLevel, SessionStore } from './sessionStore.ts';
import { openSqliteStore } from './sqliteStore.ts';

/** Everything a deployment keeps. */
export interface Store {
  readonly sessions: SessionStore;
  readonly replies: ReplyStore;
  /** The database that processes share, for what is counted across them; null where there is none. */
  readonly database: Query | null;
  /** Resolves when the store can answer; rejects when it cannot. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** What a store can be told beside where it is. */
export interface StoreOptions {
  /** @default 'security' */
  readonly audit?: AuditLevel;
  /** How many refreshes may share a commit. @default 256 */
  readonly maxBatch?: number;
}

/**
 * Opens the store that a database URL names (`sqlite:<path>`, `memory:` or `postgres://…`), its tables up to date;
 * rejects with an `Error` without the URL in it.
 */
export async function openStore(databaseUrl: string, options: StoreOptions = {}): Promise<Store> {
  const scheme = databaseUrl.slice(0, databaseUrl.indexOf(':'));
  const path = databaseUrl.slice(scheme.length + 1);
  if (scheme === 'memory') return join(createMemoryStore(options), createMemoryReplies());
  if (scheme === 'sqlite' && path !== '') {
    return join(openSqliteStore({ file: path, ...options }), openSqliteReplies({ file: path }));
  }
  if (scheme === 'postgres' || scheme === 'postgresql') return openPostgres(databaseUrl, options);
  throw new Error('The database URL must be sqlite:<path>, memory: or postgres://….');
}

async function openPostgres(url: string, options: StoreOptions): Promise<Store> {
  await migrate(url);
  const pool = openPool(url);
  return join(createPostgresStore(pool, options), createPostgresReplies(pool), pool.query);
}

function join(sessions: SessionStore, replies: ReplyStore, database: Query | null = null): Store {
  return {
    sessions,
    replies,
    database,
    ping: () => sessions.ping(),
    async close() {
      await replies.close();
      await sessions.close();
    },
  };
}
