import type { ReplyStore } from '../domain/replyStore.ts';
import type { SessionStore } from './store/sessionStore.ts';

/** How old things have to be. */
export interface PurgeOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Seconds that audit entries are kept. */
  readonly auditRetention: number;
  /** @default no replies are purged */
  readonly replies?: ReplyStore;
  /** How many rows one transaction deletes. @default 500 */
  readonly batch?: number;
  /** How many transactions there are for each table; what is left then waits for the next purge. @default 200 */
  readonly maxBatches?: number;
  /** Ends the purge after the transaction that is under way. @default nothing does */
  readonly signal?: AbortSignal;
}

/** How many rows were deleted. */
export interface Purged {
  readonly sessions: number;
  readonly auditEntries: number;
  readonly replies: number;
}

const BATCH = 500;
const MAX_BATCHES = 200;

/** So many rows of one table are all that a purge deletes by default: there may be more. */
export const PURGE_LIMIT = BATCH * MAX_BATCHES;

/** Milliseconds; longer than two nodes' clocks can be apart, so that no node still takes such a token for live. */
const DEAD_FOR = 3_600_000;

/** Deletes sessions whose last token has expired, old audit entries and replies, in bounded batches; rejects where the store fails. */
export async function purgeDead(store: SessionStore, options: PurgeOptions): Promise<Purged> {
  const { now, auditRetention, replies, batch = BATCH } = options;
  const deadBefore = now - DEAD_FOR;
  const oldBefore = now - auditRetention * 1000;
  const purgeReplies = () => replies?.purge(now - DEAD_FOR, batch) ?? Promise.resolve(0);
  // One table that cannot be purged must not let the others grow.
  const sessions = await settle(repeat(() => store.purge(deadBefore, batch), options));
  const auditEntries = await settle(repeat(() => store.purgeAudit(oldBefore, batch), options));
  const kept = await settle(repeat(purgeReplies, options));
  return { sessions: sessions(), auditEntries: auditEntries(), replies: kept() };
}

/** Gives the result later, or throws what went wrong. */
function settle(work: Promise<number>): Promise<() => number> {
  return work.then(
    (count) => () => count,
    (cause: unknown) => () => {
      throw cause;
    },
  );
}

async function repeat(purge: () => Promise<number>, options: PurgeOptions): Promise<number> {
  const { batch = BATCH, maxBatches = MAX_BATCHES, signal } = options;
  let total = 0;
  for (let done = 0; done < maxBatches && !signal?.aborted; done += 1) {
    const deleted = await purge();
    total += deleted;
    if (deleted < batch) break;
  }
  return total;
}
