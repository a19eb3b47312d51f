import { randomUUID } from 'node:crypto';
import { testDatabase } from '../support/postgres.ts';

/** A database whose tables are there, and a role that may only read them. */
export async function readOnlyDatabase(
  migrate: (url: string) => Promise<unknown>,
  schema = 'public',
) {
  const database = await testDatabase();
  await database.sql(`CREATE SCHEMA IF NOT EXISTS ${schema}`);
  const name = new URL(database.url).pathname.slice(1);
  await database.sql(`ALTER DATABASE ${name} SET search_path = ${schema}`);
  await migrate(database.url);
  const role = `reader_${randomUUID().replaceAll('-', '')}`;
  await database.sql(`CREATE ROLE ${role} LOGIN`);
  await database.sql(`GRANT USAGE ON SCHEMA ${schema} TO ${role}`);
  await database.sql(`GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role}`);
  const url = new URL(database.url);
  url.username = role;
  return {
    url: url.href,
    sql: database.sql,
    role,
    name,
    async [Symbol.asyncDispose]() {
      await database.sql(`DROP OWNED BY ${role}`);
      await database.sql(`DROP ROLE ${role}`);
      await database[Symbol.asyncDispose]();
    },
  };
}
