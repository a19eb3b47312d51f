import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { inject } from 'vitest';
import { createDatabase, type TestDatabase } from '../../bench/process/createDatabase.ts';

/** Makes an empty database of one test's own, on the cluster that all tests share. */
export async function testDatabase(): Promise<TestDatabase> {
  const base = await text(connect(inject('postgresPort'), '127.0.0.1'));
  if (!base.startsWith('postgres:')) throw new Error(base);
  return createDatabase(base);
}
