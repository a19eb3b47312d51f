import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import {
  createGroupCommit,
  type GroupCommitOptions,
} from '../../issuer/store/sqlite/groupCommit.ts';
import type { LockTimers } from '../../issuer/store/sqlite/lockTimers.ts';
import { openDatabase } from '../../issuer/store/sqlite/openDatabase.ts';
import { tempDir } from '../support/tempDir.ts';

const PATIENCE = 2000;
const LOCKED = /locked/;

/** Long enough for a batch to be tried that waits for no more jobs than have come. */
async function turn(): Promise<void> {
  await immediate();
  await immediate();
}

/** A committer whose time is in the test's hands, and another connection that may take the lock. */
async function committer(options: GroupCommitOptions = {}) {
  const dir = await tempDir();
  const file = join(dir.path, 'test.db');
  const db = openDatabase({ file, busyTimeout: PATIENCE });
  const other = new DatabaseSync(file);
  let time = 0;
  let retries: (() => void)[] = [];
  const waits: { waited: number; commitTime: number }[] = [];
  const timers: LockTimers = {
    now: () => time,
    soon(retry, waited, commitTime) {
      retries.push(retry);
      waits.push({ waited, commitTime });
    },
  };
  const { begins, watched } = watchBegins(db);
  const commit = createGroupCommit(watched, { patience: PATIENCE, timers, ...options });
  const insert = db.prepare("INSERT INTO users VALUES (?, 1, 1) RETURNING id AS 'id'");
  const settled: string[] = [];
  const add = (id: string) => {
    const answer = commit(() => insert.get(id)?.['id']);
    answer.then(
      () => settled.push(id),
      () => settled.push(`${id} rejected`),
    );
    return answer;
  };
  return {
    ...{ begins, commit, add, settled, waits },
    lock: () => other.exec('BEGIN IMMEDIATE'),
    unlock: () => other.exec('ROLLBACK'),
    users: () =>
      other
        .prepare('SELECT id FROM users ORDER BY id')
        .all()
        .map((it) => it['id']),
    retries: () => retries.length,
    /** A job that takes so long. */
    spend: (ms: number) =>
      commit(() => {
        time += ms;
      }),
    /** Lets `ms` pass and whoever waits try again. */
    async pass(ms: number) {
      time += ms;
      const due = retries;
      retries = [];
      for (const retry of due) retry();
      await turn();
    },
    async [Symbol.asyncDispose]() {
      db.close();
      other.close();
      await dir[Symbol.asyncDispose]();
    },
  };
}

describe('a committer, while another process has the write lock', () => {
  it('waits by how long its own last commit took', async () => {
    await using t = await committer();
    await t.spend(7);
    t.lock();
    const answer = t.add('a');
    await turn();
    await t.pass(4);
    t.unlock();
    await t.pass(1);
    expect(await answer).toBe('a');
    expect(t.waits).toEqual([
      { waited: 0, commitTime: 7 },
      { waited: 4, commitTime: 7 },
    ]);
  });

  it('waits without blocking, and commits when the lock is gone', async () => {
    await using t = await committer();
    t.lock();
    const answer = t.add('a');
    const from = performance.now();
    await turn();
    await turn();
    expect(performance.now() - from).toBeLessThan(PATIENCE / 2);
    expect([t.settled, t.retries()]).toEqual([[], 1]);
    await t.pass(PATIENCE - 1);
    expect([t.settled, t.retries()]).toEqual([[], 1]);
    t.unlock();
    await t.pass(1000);
    expect(await answer).toBe('a');
  });

  it('lets those that arrive meanwhile share the commit', async () => {
    await using t = await committer();
    t.lock();
    const answers = [t.add('a')];
    await turn();
    answers.push(t.add('b'), t.add('c'));
    await t.pass(10);
    expect(t.retries()).toBe(1);
    t.unlock();
    const before = t.begins.count;
    await t.pass(10);
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c']);
    expect(t.begins.count).toBe(before + 1);
  });

  it('rejects all that wait when the oldest has no patience left, and then begins anew', async () => {
    await using t = await committer({ maxBatch: 2 });
    t.lock();
    const answers = ['a', 'b', 'c'].map(t.add);
    await turn();
    await t.pass(PATIENCE - 1);
    answers.push(t.add('d'));
    await t.pass(1);
    for (const answer of await Promise.allSettled(answers)) {
      expect(answer).toMatchObject({ status: 'rejected', reason: { message: LOCKED } });
    }
    expect(t.retries()).toBe(0);
    const next = t.add('e');
    await turn();
    await t.pass(PATIENCE - 1);
    t.unlock();
    await t.pass(1);
    expect(await next).toBe('e');
    expect(t.users()).toEqual(['e']);
  });

  it('counts each wait by itself', async () => {
    await using t = await committer();
    t.lock();
    const first = t.add('a');
    await turn();
    await t.pass(PATIENCE - 1);
    t.unlock();
    await t.pass(0);
    await first;
    t.lock();
    void t.add('b').catch(() => {});
    await turn();
    await t.pass(PATIENCE - 1);
    expect(t.settled).toEqual(['a']);
  });

  it('goes on in batches when the lock is gone, none larger than the largest', async () => {
    await using t = await committer({ maxBatch: 2 });
    t.lock();
    const answers = ['a', 'b', 'c', 'd', 'e'].map(t.add);
    await turn();
    t.unlock();
    const before = t.begins.count;
    await t.pass(1);
    expect(await Promise.all(answers)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(t.begins.count).toBe(before + 3);
  });

  it('stops trying jobs one by one, and loses none of them', async () => {
    await using t = await committer();
    const bad = t.commit(() => {
      throw new Error('broken');
    });
    const refused = bad.catch((cause: Error) => cause.message);
    const good = [t.add('b'), t.add('c')];
    // All together, the bad one alone, and then the next.
    t.begins.on(3, t.lock);
    await turn();
    expect(await refused).toBe('broken');
    expect([t.begins.count, t.settled, t.retries()]).toEqual([3, [], 1]);
    t.unlock();
    await t.pass(1);
    expect(await Promise.all(good)).toEqual(['b', 'c']);
  });
});

/** The same connection, with something to happen right before its transactions begin, by their number. */
function watchBegins(db: DatabaseSync) {
  const begins = { count: 0, on: (count: number, happen: () => void) => events.set(count, happen) };
  const events = new Map<number, () => void>();
  const begin = db.prepare('BEGIN IMMEDIATE');
  const run = () => {
    begins.count += 1;
    events.get(begins.count)?.();
    return begin.run();
  };
  const watched = {
    prepare: (sql: string) => (sql === 'BEGIN IMMEDIATE' ? { run } : db.prepare(sql)),
    get isTransaction() {
      return db.isTransaction;
    },
  };
  return { begins, watched: watched as unknown as DatabaseSync };
}
