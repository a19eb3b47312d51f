import type { ReplyStore } from '../../domain/replyStore.ts';

const SETTLEMENTS_PER_PURGE = 256;
const ROWS_PER_PURGE = 2 * SETTLEMENTS_PER_PURGE;

/** Milliseconds that a record outlives its use: clocks of processes differ. */
const MARGIN = 60_000;

/** The same store, which deletes what has expired as fast as records are made: the table grows with the load, not with time. */
export function purging(
  store: ReplyStore,
  now: () => number,
  background: (work: Promise<unknown>) => void,
): ReplyStore {
  let settlements = 0;
  return {
    ...store,
    settle(settlement) {
      settlements += 1;
      if (settlements % SETTLEMENTS_PER_PURGE === 0) {
        background(store.purge(now() - MARGIN, ROWS_PER_PURGE).catch(() => {}));
      }
      return store.settle(settlement);
    },
  };
}
