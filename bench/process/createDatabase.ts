import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** An empty database on a cluster. */
export interface TestDatabase extends AsyncDisposable {
  readonly url: string;
  /** Runs SQL beside the program. */
  sql(query: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
}

/** Makes a database on the cluster of a URL. */
export async function createDatabase(base: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await run(base, `CREATE DATABASE ${name}`);
  const url = base.replace(/[^/]+$/, name);
  return {
    url,
    sql: (query, values) => run(url, query, values),
    async [Symbol.asyncDispose]() {
      await run(base, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

async function run(url: string, query: string, values: readonly unknown[] = []) {
  const client = new pg.Client(url);
  client.on('error', () => {});
  await client.connect();
  try {
    const types = { getTypeParser: () => (it: string) => it } as never;
    return (await client.query({ text: query, values: [...values], types })).rows;
  } finally {
    await client.end();
  }
}
