import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Event } from '../../domain/events.ts';
import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import type { SessionStore } from '../../issuer/store/sessionStore.ts';
import { startPurging } from '../../server/startPurging.ts';
import { newSession, T0 } from '../contracts/newSession.ts';

const INTERVAL = 1000;
const LATER = T0 + 400 * 86_400_000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function purging(sessions: SessionStore, interval = INTERVAL) {
  const store = { sessions, replies: createMemoryReplies() };
  const events: Event[] = [];
  const emit = (event: Event) => void events.push(event);
  const options = { store, auditRetention: 86_400, now: () => LATER, emit, interval };
  return { events, stop: startPurging(options) };
}

describe('the purge of a server', () => {
  it('comes again and again, says what it deleted, and is quiet where there was nothing', async () => {
    const store = createMemoryStore();
    await store.open(newSession());
    const { events, stop } = purging(store);
    await vi.advanceTimersByTimeAsync(10 * INTERVAL);
    await stop();
    const purged = { type: 'store.purged', at: LATER, sessions: 1, auditEntries: 1, replies: 0 };
    expect(events).toEqual([purged]);
  });
  it('goes on after a failure, and tells of it', async () => {
    const store = createMemoryStore();
    let failures = 2;
    const purge: SessionStore['purge'] = async (before, limit) => {
      if (failures-- > 0) throw new Error('The disk is away.');
      return store.purge(before, limit);
    };
    await store.open(newSession());
    const { events, stop } = purging({ ...store, purge });
    await vi.advanceTimersByTimeAsync(10 * INTERVAL);
    await stop();
    expect(events.map((it) => it.type)).toEqual([
      'store.purge_failed',
      'store.purge_failed',
      'store.purged',
    ]);
  });
  it('ends when it is stopped, after the one under way', async () => {
    const store = createMemoryStore();
    let calls = 0;
    const { promise, resolve } = Promise.withResolvers<number>();
    const purge = () => {
      calls += 1;
      return promise;
    };
    const { stop } = purging({ ...store, purge });
    await vi.advanceTimersByTimeAsync(2 * INTERVAL);
    const order: string[] = [];
    const stopped = stop().then(() => order.push('stopped'));
    order.push('purged');
    resolve(0);
    await stopped;
    await vi.advanceTimersByTimeAsync(10 * INTERVAL);
    expect(order).toEqual(['purged', 'stopped']);
    expect(calls).toBe(1);
  });
  it('comes again within seconds where it did not get through all, then as ever', async () => {
    let dead = 250_000;
    const purgeAudit: SessionStore['purgeAudit'] = async (_before, limit) => {
      const deleted = Math.min(dead, limit);
      dead -= deleted;
      return deleted;
    };
    const hour = 3_600_000;
    const { events, stop } = purging({ ...createMemoryStore(), purgeAudit }, hour);
    const waits: string[] = [];
    for (let purges = 0; purges < 4; purges += 1) {
      const from = Date.now();
      await vi.advanceTimersToNextTimerAsync();
      waits.push(Date.now() - from < 10_000 ? 'seconds' : 'long');
    }
    await stop();
    expect(waits).toEqual(['long', 'seconds', 'seconds', 'long']);
    const deleted = events.map((it) => (it.type === 'store.purged' ? it.auditEntries : it));
    expect(deleted).toEqual([100_000, 100_000, 50_000]);
  });
  it('does not go through the rest where it is stopped meanwhile', async () => {
    let calls = 0;
    const begun = Promise.withResolvers<void>();
    const purge: SessionStore['purge'] = async (_before, limit) => {
      calls += 1;
      begun.resolve();
      return limit;
    };
    const { events, stop } = purging({ ...createMemoryStore(), purge });
    vi.advanceTimersByTime(2 * INTERVAL);
    await begun.promise;
    const before = calls;
    await stop();
    expect(calls - before).toBeLessThan(2);
    await vi.advanceTimersByTimeAsync(10 * INTERVAL);
    expect(events).toMatchObject([{ type: 'store.purged', sessions: calls * 500 }]);
  });
});
