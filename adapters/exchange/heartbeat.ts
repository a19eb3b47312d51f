import type { Lease, ReplyStore } from '../../domain/replyStore.ts';
import { createKeyedRoster } from '../keyedRoster.ts';
import type { Timers } from './timers.ts';

/** Keeps leases alive while their upstream calls run, however long these take. */
export interface Heartbeat {
  hold(lease: Lease): void;
  release(lease: Lease): void;
}

/** What a heartbeat needs. Durations are milliseconds. */
export interface HeartbeatOptions {
  readonly store: ReplyStore;
  readonly timers: Timers;
  readonly interval: number;
  /** When a lease renewed now may be purged if nothing is heard of its holder again. */
  readonly abandonedAt: () => number;
}

/** One beat for all leases together; calls that end within one interval cost nothing. */
export function createHeartbeat({ store, timers, interval, abandonedAt }: HeartbeatOptions) {
  const leases = createKeyedRoster<Lease>();
  let isBeating = false;

  async function beat(): Promise<void> {
    isBeating = true;
    let before = new Set<Lease>();
    for (let held = leases.members(); held.length > 0; held = leases.members()) {
      const old = held.filter((lease) => before.has(lease));
      // Others may still write where this process cannot: for that, a lease outlives the calls that must not be doubled.
      if (old.length > 0) await store.renew(old, abandonedAt()).catch(() => {});
      before = new Set(held);
      await timers.sleep(interval, true);
    }
    isBeating = false;
  }

  const heartbeat: Heartbeat = {
    hold(lease) {
      leases.set(lease.holder, lease);
      if (!isBeating) void beat();
    },
    release: ({ holder }) => leases.delete(holder),
  };
  return heartbeat;
}
