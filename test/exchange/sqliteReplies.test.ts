import { join } from 'node:path';
import { openSqliteReplies } from '../../issuer/store/replies/sqliteReplies.ts';
import { testReplyStore } from '../contracts/replyStore.ts';
import { tempDir } from '../support/tempDir.ts';

testReplyStore('sqlite', async () => {
  const dir = await tempDir();
  const store = openSqliteReplies({ file: join(dir.path, 'test.db') });
  return {
    ...store,
    async [Symbol.asyncDispose]() {
      await store.close();
      await dir[Symbol.asyncDispose]();
    },
  };
});
