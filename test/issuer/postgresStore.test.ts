import { afterAll } from 'vitest';
import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresStore } from '../../issuer/store/postgresStore.ts';
import { testSessionStore } from '../contracts/sessionStore.ts';
import { testDatabase } from '../support/postgres.ts';

const database = await testDatabase();
await migrate(database.url);
afterAll(() => database[Symbol.asyncDispose]());

testSessionStore('postgres', async (options) => {
  await database.sql('TRUNCATE sessions, users, session_events');
  const store = createPostgresStore(openPool(database.url), options);
  return { ...store, [Symbol.asyncDispose]: () => store.close() };
});
