import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createDatabase } from '../../bench/process/createDatabase.ts';
import { startPostgresCluster } from '../../bench/process/postgresCluster.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { count } from './counts.ts';
import { claimsOf, gather, keepRefreshing, type Member, refreshAll, tally } from './crowd.ts';

const CHAINS = 30;
const ROUNDS = count(1, 10);

/** A server under load, over a PostgreSQL of its own. */
async function underLoad() {
  const stack = new AsyncDisposableStack();
  const cluster = stack.use(await startPostgresCluster({ durable: true }));
  const database = await createDatabase(cluster.url());
  const env = { DATABASE_URL: database.url, RATE_LIMITS: 'off' };
  const server = stack.use(await startTestServer({ env }));
  const members = await gather(server.url, CHAINS);
  return { cluster, database, server, members, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** Keeps everybody refreshing while something happens; gives what was answered, and when it last was a success. */
async function whileRefreshing(url: string, members: Member[], happening: () => Promise<void>) {
  const controller = new AbortController();
  const answers = new Set<string>();
  let succeededAt = 0;
  const chains = members.map((member) =>
    keepRefreshing(url, member, controller.signal, (answer) => {
      if (answer !== 'lost' && 'token' in answer) succeededAt = performance.now();
      else answers.add(answer === 'lost' ? 'lost' : answer.code);
    }),
  );
  await happening();
  const recovery = await firstAfter(() => succeededAt);
  controller.abort();
  await Promise.all(chains);
  return { answers: [...answers], recovery };
}

/** Milliseconds until the time that is read lies in the future of this call. */
async function firstAfter(read: () => number): Promise<number> {
  const from = performance.now();
  while (read() <= from && performance.now() - from < 20_000) await delay(10);
  return read() - from;
}

describe.each(['SIGQUIT', 'SIGKILL'] as const)(
  'PostgreSQL that ends by %s under load',
  (signal) => {
    it('is found again within 5 s of its return, and nobody is logged out', async () => {
      await using t = await underLoad();
      for (let round = 0; round < ROUNDS; round += 1) {
        const { answers, recovery } = await whileRefreshing(t.server.url, t.members, async () => {
          await delay(200);
          await t.cluster.stop(signal);
          await delay(500);
          const ready = await fetch(`${t.server.url}/ready`);
          expect(ready.status).toBe(503);
          await t.cluster.start();
        });
        expect(recovery).toBeGreaterThan(0);
        expect(recovery).toBeLessThan(5000);
        expect(answers).toEqual(['ISSUER_UNAVAILABLE']);
        await refreshAll(t.server.url, t.members);
        expect(tally(t.members)).toEqual({ OK: CHAINS });
      }
      const rows = await t.database.sql('SELECT id, generation FROM sessions');
      const counters = new Map(rows.map((it) => [it['id'], Number(it['generation'])]));
      for (const { token } of t.members) {
        expect(counters.get(claimsOf(token).sid)).toBe(claimsOf(token).gen);
      }
    }, 300_000);
  },
);

describe('PostgreSQL that answers no more', () => {
  it('refuses in time while its tables are locked, and heals with the same token', async () => {
    await using t = await underLoad();
    const { answers } = await whileRefreshing(t.server.url, t.members, async () => {
      const lock = 'BEGIN; LOCK TABLE sessions; SELECT pg_sleep(4); COMMIT';
      await t.database.sql(lock);
    });
    expect(answers).toEqual(['ISSUER_UNAVAILABLE']);
  }, 60_000);
  it('refuses while the database is read-only, and writes nothing', async () => {
    await using t = await underLoad();
    const name = new URL(t.database.url).pathname.slice(1);
    // Asked of another database: in its own one, once read-only, ALTER DATABASE would be refused.
    const other = await createDatabase(t.cluster.url());
    const readOnly = async (value: string) => {
      await other.sql(`ALTER DATABASE ${name} SET default_transaction_read_only = ${value}`);
      await other.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'refreshql'`);
    };
    await readOnly('on');
    await refreshAll(t.server.url, t.members);
    expect(tally(t.members)).toEqual({ ISSUER_UNAVAILABLE: CHAINS });
    await readOnly('off');
    await refreshAll(t.server.url, t.members);
    expect(tally(t.members)).toEqual({ OK: CHAINS });
    expect(new Set(t.members.map((it) => claimsOf(it.token).gen))).toEqual(new Set([1]));
  }, 60_000);
});
