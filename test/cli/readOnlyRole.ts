import { randomUUID } from 'node:crypto';
import { testDatabase } from '../support/postgres.ts';

/** A database whose tables are there, and a role that may only read them. */
export async function readOnlyDatabase(migrate: (url: string) => Promise<unknown>) {
  const database = await testDatabase();
  await migrate(database.url);
  const role = `reader_${randomUUID().replaceAll('-', '')}`;
  await database.sql(`CREATE ROLE ${role} LOGIN`);
  await database.sql(`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`);
  const url = new URL(database.url);
  url.username = role;
  return {
    url: url.href,
    sql: database.sql,
    role,
    async [Symbol.asyncDispose]() {
      await database.sql(`DROP OWNED BY ${role}`);
      await database.sql(`DROP ROLE ${role}`);
      await database[Symbol.asyncDispose]();
    },
  };
}
