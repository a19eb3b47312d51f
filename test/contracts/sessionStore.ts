import { describe, expect, it } from 'vitest';
import type {
  AuditLevel,
  NewSessionRecord,
  Rotation,
  SessionRecord,
  SessionStore,
} from '../../issuer/store/sessionStore.ts';
import { GRACE, newSession, presented, T0, TTL, WINDOW } from './newSession.ts';
import { testSessionReads } from './sessionStoreReads.ts';
import { testSessionTrail } from './sessionStoreTrail.ts';

/** A store of its own for one test. */
export type OpenStore = (options?: {
  readonly audit?: AuditLevel;
}) => Promise<SessionStore & AsyncDisposable>;

async function found(store: SessionStore, id: string): Promise<SessionRecord> {
  const [record] = await store.find([id]);
  return record!;
}

/** The rules that every driver of the session store keeps. */
export function testSessionStore(name: string, open: OpenStore): void {
  describe(`${name}: rotation`, () => {
    testRotation(open);
    testDeadSessions(open);
    testConcurrency(open);
  });
  testSessionReads(name, open);
  testSessionTrail(name, open);
}

async function start(open: OpenStore, changes: Partial<NewSessionRecord> = {}) {
  const store = await open();
  const { id } = (await store.open(newSession(changes))).session;
  const present = async (generation: number, at: number, how: Partial<Rotation> = {}) => {
    const fact = await store.rotate(presented(id, generation, at, how));
    const reached = 'session' in fact ? fact.session.generation : null;
    return [fact.type, reached] as const;
  };
  return { store, id, present, [Symbol.asyncDispose]: () => store[Symbol.asyncDispose]() };
}

function testRotation(open: OpenStore): void {
  it('starts a session at generation 0 and keeps what it was started with', async () => {
    await using s = await start(open, { id: 's' });
    expect(await found(s.store, 's')).toEqual({
      ...newSession({ id: 's' }),
      userVersion: 0,
      generation: 0,
      generationAt: T0,
      previous: null,
      previousUsedAt: null,
      revokedAt: null,
      revokedBecause: null,
    });
  });
  it('makes a new generation when the current one is presented', async () => {
    await using s = await start(open);
    expect(await s.present(0, 5)).toEqual(['rotated', 1]);
    expect(await found(s.store, s.id)).toMatchObject({
      generation: 1,
      generationAt: T0 + 5,
      generationExpiresAt: T0 + 5 + TTL,
      previous: 0,
      previousUsedAt: T0 + 5,
    });
  });
  it('replays the previous generation within the grace and writes nothing', async () => {
    await using s = await start(open);
    await s.present(0, 5);
    const before = await found(s.store, s.id);
    expect(await s.present(0, 6)).toEqual(['replayed', 1]);
    expect(await found(s.store, s.id)).toEqual(before);
  });
  it('ends the grace at its very millisecond, and no replay extends it', async () => {
    await using s = await start(open);
    await s.present(0, 0);
    expect(await s.present(0, GRACE - 1)).toEqual(['replayed', 1]);
    expect(await s.present(0, GRACE)).toEqual(['recovered', 2]);
  });
  it('counts the grace of a recovery anew, so that racers of the retry share its successor', async () => {
    await using s = await start(open);
    await s.present(0, 0);
    await s.present(0, GRACE);
    expect(await s.present(0, GRACE + GRACE - 1)).toEqual(['replayed', 2]);
    expect(await s.present(0, GRACE + GRACE)).toEqual(['recovered', 3]);
  });
  it('ends the lost response window at its very millisecond after the first use', async () => {
    await using s = await start(open);
    await s.present(0, 7);
    expect(await s.present(0, 7 + WINDOW - 1)).toEqual(['recovered', 2]);
    expect(await s.present(0, 7 + WINDOW + GRACE)).toEqual(['reused', 2]);
    await using late = await start(open);
    await late.present(0, 7);
    expect(await late.present(0, 7 + WINDOW)).toEqual(['reused', 1]);
  });
  it('takes a late previous generation for reuse where recovery is off', async () => {
    await using s = await start(open);
    await s.present(0, 0);
    expect(await s.present(0, GRACE, { lostResponseWindow: 0 })).toEqual(['reused', 1]);
  });
  it('recovers at once where there is no grace, in the same millisecond too', async () => {
    await using s = await start(open);
    await s.present(0, 0, { reuseGrace: 0 });
    expect(await s.present(0, 0, { reuseGrace: 0 })).toEqual(['recovered', 2]);
  });
  it('accepts the successor of a recovery and takes the one it voided for reuse', async () => {
    await using s = await start(open);
    await s.present(0, 0);
    await s.present(0, GRACE);
    expect(await s.present(2, GRACE + 1)).toEqual(['rotated', 3]);
    await using other = await start(open);
    await other.present(0, 0);
    await other.present(0, GRACE);
    expect(await other.present(1, GRACE + 1)).toEqual(['reused', 2]);
  });
  it('ends the session when a spent generation is presented again, even within the grace', async () => {
    await using s = await start(open);
    await s.present(0, 0);
    await s.present(1, 1);
    expect(await s.present(0, 2)).toEqual(['reused', 2]);
    expect(await found(s.store, s.id)).toMatchObject({
      revokedAt: T0 + 2,
      revokedBecause: 'REUSED',
      generation: 2,
    });
    expect(await s.present(2, 3)).toEqual(['revoked', 2]);
    expect(await s.present(0, 3)).toEqual(['revoked', 2]);
  });
  it('does not raise the alarm for the previous generation when the clock steps back', async () => {
    await using s = await start(open);
    await s.present(0, 1000);
    expect(await s.present(0, -5000)).toEqual(['replayed', 1]);
    expect(await s.present(0, -5000, { reuseGrace: 0 })).toEqual(['replayed', 1]);
    expect(await s.present(1, -5000)).toEqual(['rotated', 2]);
  });
}

function testDeadSessions(open: OpenStore): void {
  it('does not know a session that was never opened, or a generation that was never reached', async () => {
    await using s = await start(open);
    expect(await s.store.rotate(presented('nobody', 0, 0))).toEqual({
      type: 'unknown',
      ahead: false,
    });
    expect(await s.store.rotate(presented(s.id, 1, 0))).toEqual({ type: 'unknown', ahead: true });
    expect(await s.present(0, 1)).toEqual(['rotated', 1]);
  });
  it('expires at the idle deadline, which every rotation moves', async () => {
    await using s = await start(open);
    await s.present(0, TTL - 1);
    expect(await s.present(1, TTL - 1 + TTL)).toEqual(['expired', 1]);
    expect(await s.present(0, TTL - 1 + TTL)).toEqual(['expired', 1]);
  });
  it('never moves the absolute deadline', async () => {
    await using s = await start(open, { endsAt: T0 + 100 });
    expect(await found(s.store, s.id)).toMatchObject({ generationExpiresAt: T0 + 100 });
    await s.present(0, 99);
    expect(await found(s.store, s.id)).toMatchObject({ generationExpiresAt: T0 + 100 });
    expect(await s.present(1, 100)).toEqual(['expired', 1]);
  });
  it('says revoked, not expired, of a session that is both, and ahead before either', async () => {
    await using s = await start(open);
    await s.store.revoke({ sessionId: s.id }, T0 + 1);
    expect(await s.present(0, TTL)).toEqual(['revoked', 0]);
    expect((await s.store.rotate(presented(s.id, 1, TTL))).type).toBe('unknown');
  });
}

function testConcurrency(open: OpenStore): void {
  it('rotates once for 50 concurrent presentations, and gives all of them one successor', async () => {
    await using s = await start(open);
    const facts = await Promise.all(Array.from({ length: 50 }, () => s.present(0, 1)));
    expect(facts.filter(([type]) => type === 'rotated')).toHaveLength(1);
    expect(facts.filter(([type]) => type === 'replayed')).toHaveLength(49);
    expect(new Set(facts.map(([, generation]) => generation))).toEqual(new Set([1]));
  });
  it('gives each call of one batch its own answer', async () => {
    await using s = await start(open, { id: 'a' });
    await s.store.open(newSession({ id: 'b' }));
    const answers = await Promise.allSettled([
      s.store.rotate(presented('a', 0, 1)),
      s.store.open(newSession({ id: 'a' })),
      s.store.rotate(presented('nobody', 0, 1)),
      s.store.revoke({ sessionId: 'b' }, T0 + 1),
      s.store.rotate(presented('b', 0, 1)),
    ]);
    expect(answers.map((it) => it.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
      'fulfilled',
    ]);
    expect((await found(s.store, 'a')).generation).toBe(1);
    expect((await s.store.rotate(presented('b', 0, 2))).type).toBe('revoked');
  });
  it('never refreshes after a revocation has returned', async () => {
    await using s = await start(open);
    const racing = s.present(0, 1);
    await s.store.revoke({ sessionId: s.id }, T0 + 1);
    const [, reached] = await racing;
    expect((await s.present(reached ?? 0, 2))[0]).toBe('revoked');
  });
}
