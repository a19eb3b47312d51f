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
}

/** How many rows were deleted. */
export interface Purged {
  readonly sessions: number;
  readonly auditEntries: number;
  readonly replies: number;
}

/** Milliseconds; longer than two nodes' clocks can be apart, so that no node still takes such a token for live. */
const DEAD_FOR = 3_600_000;

/** Deletes sessions whose last token has expired, old audit entries and replies, in bounded batches; rejects where the store fails. */
export async function purgeDead(store: SessionStore, options: PurgeOptions): Promise<Purged> {
  const { now, auditRetention, replies, batch = 500, maxBatches = 200 } = options;
  const deadBefore = now - DEAD_FOR;
  const oldBefore = now - auditRetention * 1000;
  const purgeReplies = () => replies?.purge(now - DEAD_FOR, batch) ?? Promise.resolve(0);
  return {
    sessions: await repeat(() => store.purge(deadBefore, batch), batch, maxBatches),
    auditEntries: await repeat(() => store.purgeAudit(oldBefore, batch), batch, maxBatches),
    replies: await repeat(purgeReplies, batch, maxBatches),
  };
}

async function repeat(
  purge: () => Promise<number>,
  batch: number,
  maxBatches: number,
): Promise<number> {
  let total = 0;
  for (let done = 0; done < maxBatches; done += 1) {
    const deleted = await purge();
    total += deleted;
    if (deleted < batch) break;
  }
  return total;
}
