import { createMemoryStore } from './memoryStore.ts';
import type { SessionStore } from './sessionStore.ts';
import { openSqliteStore } from './sqliteStore.ts';

/** Opens the store that a database URL names: `sqlite:<path>` or `memory:`; throws an `Error` without the URL in it. */
export async function openStore(databaseUrl: string): Promise<SessionStore> {
  const scheme = databaseUrl.slice(0, databaseUrl.indexOf(':'));
  const path = databaseUrl.slice(scheme.length + 1);
  if (scheme === 'memory') return createMemoryStore();
  if (scheme === 'sqlite' && path !== '') return openSqliteStore({ file: path });
  if (scheme === 'postgres' || scheme === 'postgresql') {
    throw new Error('PostgreSQL is not supported yet: use sqlite:<path> or memory: for now.');
  }
  throw new Error('The database URL must be sqlite:<path> or memory:.');
}
