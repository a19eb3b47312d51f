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

function purging(sessions: SessionStore) {
  const store = { sessions, replies: createMemoryReplies() };
  const events: Event[] = [];
  const emit = (event: Event) => void events.push(event);
  const options = { store, auditRetention: 86_400, now: () => LATER, emit, interval: INTERVAL };
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
});
