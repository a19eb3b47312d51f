import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresReplies } from '../../issuer/store/replies/postgresReplies.ts';
import { testReplyStore } from '../contracts/replyStore.ts';
import { testDatabase } from '../support/postgres.ts';

testReplyStore('postgres', async () => {
  const database = await testDatabase();
  await migrate(database.url);
  const pool = openPool(database.url);
  return {
    ...createPostgresReplies(pool),
    async [Symbol.asyncDispose]() {
      await pool.close();
      await database[Symbol.asyncDispose]();
    },
  };
});
