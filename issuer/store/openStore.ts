import type { ReplyStore } from '../../domain/replyStore.ts';
import { createMemoryStore } from './memoryStore.ts';
import type { Query } from './postgres/openPool.ts';
import { createMemoryReplies } from './replies/memoryReplies.ts';
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
  if (scheme === 'postgres' || scheme === 'postgresql') return openShared(databaseUrl, options);
  throw new Error('The database URL must be sqlite:<path>, memory: or postgres://….');
}

async function openShared(url: string, options: StoreOptions): Promise<Store> {
  // Loaded where it is needed: most of what it brings is the driver.
  const { openPostgres } = await import('./openPostgres.ts');
  const { sessions, replies, query } = await openPostgres(url, options);
  return join(sessions, replies, query);
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
