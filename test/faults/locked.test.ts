import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { refresh, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

/** Milliseconds: that a refresh waits for a lock, and that anything may take on a busy machine. */
const PATIENCE = 2000;
const BRIEFLY = 1000;

/** Asks for `/health` until told to stop; gives the longest time that an answer took. */
async function watchHealth(url: string, isOver: () => boolean): Promise<number> {
  let longest = 0;
  while (!isOver()) {
    const from = performance.now();
    await (await fetch(`${url}/health`)).text();
    longest = Math.max(longest, performance.now() - from);
  }
  return longest;
}

describe('a database file that another process has locked', () => {
  it('refuses refreshes in time however many they are, keeps answering, and heals with the same tokens', async () => {
    await using dir = await tempDir();
    const env = { RATE_LIMITS: 'off' };
    await using server = await startTestServer({ dataDir: dir.path, env });
    const users = Array.from({ length: 20 }, (_, index) => `user ${index}`);
    const pairs = await Promise.all(users.map((user) => signIn(server.url, user)));
    const refreshAll = () =>
      Promise.all(pairs.map(({ refreshToken }) => refresh(server.url, refreshToken)));
    using other = new DatabaseSync(join(dir.path, 'refreshql.db'));
    other.exec('BEGIN IMMEDIATE');
    let isOver = false;
    const health = watchHealth(server.url, () => isOver);
    const from = performance.now();
    const refusals = await refreshAll();
    expect(performance.now() - from).toBeLessThan(PATIENCE + BRIEFLY);
    isOver = true;
    expect(await health).toBeLessThan(BRIEFLY);
    for (const refusal of refusals) {
      expect(refusal).toMatchObject({ code: 'ISSUER_UNAVAILABLE', retryable: true });
    }
    other.exec('ROLLBACK');
    for (const result of await refreshAll()) expect(result).toMatchObject({ __typename: 'Token' });
  });
});
