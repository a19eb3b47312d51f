import { join } from 'node:path';
import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresStore } from '../../issuer/store/postgresStore.ts';
import type { SessionStore } from '../../issuer/store/sessionStore.ts';
import { openSqliteStore } from '../../issuer/store/sqliteStore.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';

/** The stores that outlive a process, each in a place of its own. */
export const STORES: Readonly<Record<string, () => Promise<SessionStore & AsyncDisposable>>> = {
  async sqlite() {
    const dir = await tempDir();
    const store = openSqliteStore({ file: join(dir.path, 'test.db') });
    return disposable(store, dir);
  },
  async postgres() {
    const database = await testDatabase();
    await migrate(database.url);
    return disposable(createPostgresStore(openPool(database.url)), database);
  },
};

function disposable(store: SessionStore, place: AsyncDisposable): SessionStore & AsyncDisposable {
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await place[Symbol.asyncDispose]();
    },
  };
}
