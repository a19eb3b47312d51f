import { setImmediate as immediate } from 'node:timers/promises';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { UNKNOWN_SESSION } from '../../issuer/rotation.ts';
import type { BatchAnswer } from '../../issuer/store/postgres/rotateBatch.ts';
import { createRotationQueue } from '../../issuer/store/postgres/rotationQueue.ts';
import { presented } from '../contracts/newSession.ts';
import { manualClock } from '../support/manualClock.ts';

const PATIENCE = 1000;
const ANSWER: BatchAnswer = { fact: UNKNOWN_SESSION, record: undefined };
const LOST = new Error('Query read timeout');

type Answers = readonly (BatchAnswer | Error)[];

/** A queue whose time and whose database are in the test's hands. */
function queueOf(maxBatch: number) {
  const clock = manualClock();
  const rounds: { size: number; resolve(answers: Answers): void; reject(cause: Error): void }[] =
    [];
  const rotate = createRotationQueue(
    (batch) =>
      new Promise((resolve, reject) => rounds.push({ size: batch.length, resolve, reject })),
    { maxBatch, now: clock.now },
  );
  let sessions = 0;
  const answered: string[] = [];
  const ask = (name: string, count: number) => {
    for (let n = 0; n < count; n += 1) {
      sessions += 1;
      rotate(presented(`s${sessions}`, 0, 0)).then(
        () => answered.push(`${name} ok`),
        (cause: Error) => answered.push(`${name} ${cause.message}`),
      );
    }
    return settled();
  };
  return { clock, rounds, ask, tally: () => tally(answered) };
}

/** Long enough for rounds to begin and for answers to arrive. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await immediate();
}

/** What the server says to a statement that waited too long for a lock. */
function lockTimeout(): Error {
  return Object.assign(new pg.DatabaseError('lock timeout', 0, 'error'), { code: '55P03' });
}

function tally(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const it of names) counts[it] = (counts[it] ?? 0) + 1;
  return counts;
}

describe('rotations that wait for a database that answers nobody', () => {
  it('are refused with the round that fails before them, however many they are', async () => {
    const t = queueOf(256);
    await t.ask('crowd', 10_000);
    expect(t.rounds.map((it) => it.size)).toEqual([256, 256]);
    t.clock.advance(PATIENCE);
    t.rounds[0]?.reject(LOST);
    await settled();
    expect(t.tally()).toEqual({ [`crowd ${LOST.message}`]: 10_000 - 256 });
    expect(t.rounds).toHaveLength(2);
  });
  it('get a round of their own where they came a moment ago, and wait for no further one', async () => {
    const t = queueOf(2);
    await t.ask('first', 4);
    t.clock.advance(1);
    await t.ask('later', 6);
    t.clock.advance(PATIENCE - 1);
    t.rounds[0]?.reject(LOST);
    await settled();
    expect(t.rounds.map((it) => it.size)).toEqual([2, 2, 2]);
    t.clock.advance(PATIENCE);
    t.rounds[2]?.reject(LOST);
    await settled();
    expect(t.tally()).toEqual({
      [`first ${LOST.message}`]: 2,
      [`later ${LOST.message}`]: 6,
    });
  });
  it('are not refused for a connection that breaks quickly', async () => {
    const t = queueOf(2);
    await t.ask('crowd', 6);
    t.clock.advance(PATIENCE - 1);
    t.rounds[0]?.reject(LOST);
    await settled();
    t.rounds[1]?.resolve([ANSWER, ANSWER]);
    t.rounds[2]?.resolve([ANSWER, ANSWER]);
    await settled();
    expect(t.tally()).toEqual({ [`crowd ${LOST.message}`]: 2, 'crowd ok': 4 });
  });
  it('are not refused where the round before them answers anybody', async () => {
    const t = queueOf(2);
    await t.ask('crowd', 6);
    t.clock.advance(PATIENCE);
    t.rounds[0]?.resolve([new Error('held'), ANSWER]);
    await settled();
    expect(t.rounds.map((it) => it.size)).toEqual([2, 2, 2]);
    expect(t.tally()).toEqual({ 'crowd held': 1, 'crowd ok': 1 });
  });
  it('are not refused for what the server refuses to one session alone', async () => {
    const t = queueOf(1);
    await t.ask('crowd', 4);
    t.clock.advance(PATIENCE);
    t.rounds[0]?.reject(lockTimeout());
    await settled();
    expect(t.rounds).toHaveLength(3);
    expect(t.tally()).toEqual({ 'crowd lock timeout': 1 });
  });
  it('are refused where a pipe breaks under one session alone, which is no refusal of the server', async () => {
    const t = queueOf(1);
    await t.ask('crowd', 4);
    t.clock.advance(PATIENCE);
    t.rounds[0]?.reject(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
    await settled();
    expect(t.tally()).toEqual({ 'crowd write EPIPE': 3 });
  });
  it('are refused where the server refuses all of several sessions, each alone too', async () => {
    const t = queueOf(2);
    await t.ask('crowd', 8);
    const refusal = lockTimeout();
    t.rounds[0]?.reject(refusal);
    await settled();
    t.clock.advance(PATIENCE);
    // The first two again, one by one.
    for (const round of t.rounds.slice(2)) round.reject(refusal);
    await settled();
    expect(t.rounds.map((it) => it.size)).toEqual([2, 2, 1, 1]);
    expect(t.tally()).toEqual({ 'crowd lock timeout': 6 });
  });
  it('leave the queue as it was: the next ones are answered', async () => {
    const t = queueOf(2);
    await t.ask('crowd', 6);
    t.clock.advance(PATIENCE);
    for (const round of t.rounds) round.reject(LOST);
    await settled();
    await t.ask('next', 2);
    t.rounds[2]?.resolve([ANSWER, ANSWER]);
    await settled();
    expect(t.tally()).toEqual({ [`crowd ${LOST.message}`]: 6, 'next ok': 2 });
  });
});
