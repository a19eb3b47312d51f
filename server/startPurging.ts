import { randomInt } from 'node:crypto';
import type { EventSink } from '../domain/events.ts';
import { purgeDead } from '../issuer/purgeDead.ts';
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

/** Purges now and then, for as long as the process lives; the result stops it and waits for the one under way. */
export function startPurging(options: PurgingOptions): () => Promise<void> {
  const { interval = 600_000 } = options;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let timer = schedule();

  // Processes that start together do not purge together; if they do, they take different rows or nothing.
  function schedule(): NodeJS.Timeout {
    return setTimeout(run, interval / 2 + randomInt(interval)).unref();
  }

  function run(): void {
    running = purge(options).then(() => {
      if (!stopped) timer = schedule();
    });
  }

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await running;
  };
}

async function purge({ store, auditRetention, now, emit }: PurgingOptions): Promise<void> {
  try {
    const purged = await purgeDead(store.sessions, {
      now: now(),
      auditRetention,
      replies: store.replies,
    });
    if (purged.sessions + purged.auditEntries + purged.replies === 0) return;
    emit({ type: 'store.purged', at: now(), ...purged });
  } catch (cause) {
    emit({ type: 'store.purge_failed', at: now(), cause });
  }
}
