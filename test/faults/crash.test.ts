import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../bench/process/createDatabase.ts';
import { startPostgresCluster } from '../../bench/process/postgresCluster.ts';
import { openStore } from '../../issuer/store/openStore.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { count } from './counts.ts';
import { CONNECTIONS, claimsOf, gather, type Member, refreshAll, tally } from './crowd.ts';

const ROUNDS = count(1, 20);
const CROWD = count(300, 1000);

/** The issuer's URL is part of each token, and the port is another at each start. */
const ENV = {
  ISSUER_URL: 'http://127.0.0.1:4000',
  SERVICE_KEY,
  RATE_LIMITS: 'off',
  LOG_LEVEL: 'silent',
};

async function sqlite() {
  const dir = await tempDir();
  return { dir, url: `sqlite:${join(dir.path, 'test.db')}`, stack: new AsyncDisposableStack() };
}

async function postgres() {
  const stack = new AsyncDisposableStack();
  const cluster = stack.use(await startPostgresCluster({ durable: true }));
  const { url } = await createDatabase(cluster.url());
  return { dir: await tempDir(), url, stack };
}

/** Compares what every client holds with what the store counts. */
async function behind(url: string, members: readonly Member[]): Promise<number> {
  const store = await openStore(url);
  const held = members.map((it) => claimsOf(it.token));
  const records = await store.sessions.find(held.map((it) => it.sid));
  await store.close();
  const counters = new Map(records.map((it) => [it.id, it.generation]));
  return held.filter((it) => counters.get(it.sid) !== it.gen).length;
}

/** Kills the program when some have been answered and some have not; gives how many got no answer. */
async function killedMidway(start: () => ReturnType<typeof startProgram>, members: Member[]) {
  await using program = await start();
  // All that are in flight may be answered before the signal arrives.
  let left = Math.ceil((members.length - CONNECTIONS) * (0.1 + 0.8 * Math.random()));
  await refreshAll(program.url, members, () => {
    left -= 1;
    if (left === 0) program.child.kill('SIGKILL');
  });
  return tally(members)['lost'] ?? 0;
}

describe.each(Object.entries({ sqlite, postgres }))('a program on %s', (_, place) => {
  it('that is killed at any moment of a crowd of refreshes logs nobody out', async () => {
    const { dir, url, stack } = await place();
    await using _stack = stack;
    await using _dir = dir;
    const env = { ...ENV, DATABASE_URL: url };
    const start = () => startProgram([], env, dir.path);
    const members: Member[] = [];
    {
      await using program = await start();
      members.push(...(await gather(program.url, CROWD)));
    }
    let lost = 0;
    for (let round = 0; round < ROUNDS; round += 1) {
      lost += await killedMidway(start, members);
      await using program = await start();
      await refreshAll(program.url, members);
      expect(tally(members)).toEqual({ OK: CROWD });
      expect(await behind(url, members)).toBe(0);
    }
    expect(lost).toBeGreaterThan(0);
  }, 900_000);
});
