import type { ReplyKey, ReplyRecord, ReplyStore } from '../../domain/replyStore.ts';
import type { Timers } from './timers.ts';

/** What came of the wish for a lease. */
export type Claimed =
  /** The caller is the one to ask the upstream; `takenOver` from an attempt that died. */
  | { readonly type: 'lease'; readonly takenOver: boolean }
  /** Somebody has asked already: this is the answer. `waited` where that was under way. */
  | { readonly type: 'answer'; readonly record: ReplyRecord; readonly waited: boolean }
  /** Somebody is still asking. */
  | { readonly type: 'busy' };

/** Durations are milliseconds. */
export interface ClaimOptions {
  readonly store: ReplyStore;
  readonly timers: Timers;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** How long a lease lives without a beat. */
  readonly lease: number;
  /** How long to wait for somebody else's answer. */
  readonly patience: number;
  /** Ends the waiting early. */
  readonly isClosing: () => boolean;
}

interface Watch {
  readonly holder: string;
  readonly beat: number;
  readonly since: number;
  readonly dead: boolean;
}

/** A lease that nobody renews or ends is purged after this long. */
export const ABANDONED_AFTER = 600_000;

const FIRST_PAUSE = 10;
const LONGEST_PAUSE = 250;

/**
 * Takes the lease of a token, or waits for the answer of who has it. A holder counts as dead when its beat has stood still
 * for a whole lease by the waiter's own monotonic clock, so no skew between machines can make two of them ask.
 */
export async function claimLease(
  id: ReplyKey,
  holder: string,
  { store, timers, now, lease, patience, isClosing }: ClaimOptions,
): Promise<Claimed> {
  const { key, binding } = id;
  const deadline = timers.now() + patience;
  let watched: Watch | null = null;
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 1.6, LONGEST_PAUSE)) {
    const expiresAt = now() + ABANDONED_AFTER;
    const record = await store.claim({ key, binding, holder, now: now(), expiresAt, watched });
    if (record === null) return { type: 'lease', takenOver: watched?.dead ?? false };
    if (record.state !== 'held') return { type: 'answer', record, waited: watched !== null };
    const time = timers.now();
    if (time >= deadline || isClosing()) return { type: 'busy' };
    watched = watch(record, watched, time, lease);
    await timers.sleep(watched.dead ? 0 : pause);
  }
}

function watch(record: ReplyRecord, before: Watch | null, time: number, lease: number): Watch {
  const { holder, beat } = record;
  if (before?.holder !== holder || before.beat !== beat)
    return { holder, beat, since: time, dead: false };
  return { ...before, dead: time - before.since >= lease };
}
