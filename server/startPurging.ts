import { randomInt } from 'node:crypto';
import type { EventSink } from '../domain/events.ts';
import { PURGE_LIMIT, purgeDead } from '../issuer/purgeDead.ts';
import type { Store } from '../issuer/store/openStore.ts';

/** What is purged, and by which clock. */
export interface PurgingOptions {
  readonly store: Pick<Store, 'sessions' | 'replies'>;
  /** Seconds. */
  readonly auditRetention: number;
  readonly now: () => number;
  readonly emit: EventSink;
  /** Milliseconds between two purges, about. @default 600000 */
  readonly interval?: number;
}

/** Milliseconds, about, to the next purge where one left something. */
const SOON = 5000;

/** Purges now and then, for as long as the process lives; the result stops it and waits for the batch under way. */
export function startPurging(options: PurgingOptions): () => Promise<void> {
  const { interval = 600_000 } = options;
  const ending = new AbortController();
  let running: Promise<void> = Promise.resolve();
  let timer = schedule(interval);

  // Processes that start together do not purge together; if they do, they take different rows or nothing.
  function schedule(wait: number): NodeJS.Timeout {
    return setTimeout(run, wait / 2 + randomInt(wait)).unref();
  }

  function run(): void {
    running = purge(options, ending.signal).then((more) => {
      if (!ending.signal.aborted) timer = schedule(more ? SOON : interval);
    });
  }

  return async () => {
    ending.abort();
    clearTimeout(timer);
    await running;
  };
}

/** Whether there may be more to delete. */
async function purge(options: PurgingOptions, signal: AbortSignal): Promise<boolean> {
  const { store, auditRetention, now, emit } = options;
  try {
    const purged = await purgeDead(store.sessions, {
      now: now(),
      auditRetention,
      replies: store.replies,
      signal,
    });
    const counts = [purged.sessions, purged.auditEntries, purged.replies];
    if (counts.some((it) => it > 0)) emit({ type: 'store.purged', at: now(), ...purged });
    return counts.includes(PURGE_LIMIT);
  } catch (cause) {
    emit({ type: 'store.purge_failed', at: now(), cause });
    return false;
  }
}
