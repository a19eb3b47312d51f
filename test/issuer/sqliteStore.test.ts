import { join } from 'node:path';
import { openSqliteStore } from '../../issuer/store/sqliteStore.ts';
import { testSessionStore } from '../contracts/sessionStore.ts';
import { tempDir } from '../support/tempDir.ts';

testSessionStore('sqlite', async (options) => {
  const dir = await tempDir();
  const store = openSqliteStore({ file: join(dir.path, 'data', 'test.db'), ...options });
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await dir[Symbol.asyncDispose]();
    },
  };
});
