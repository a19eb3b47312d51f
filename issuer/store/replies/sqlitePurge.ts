import type { DatabaseSync } from 'node:sqlite';
import { SQLITE_REPLY_SQL } from './sqliteSql.ts';

/** Deletes at most `limit` records that have expired at `now` (ms since the epoch); says how many. */
export type Purge = (now: number, limit: number) => number;

/** For so many records that may be deleted, the walk takes one step: it costs little beside the records it runs behind. */
const RECORDS_PER_STEP = 4;

/**
 * Prepares the purge. Replies are found by their index. Leases are in none, as nearly all end soon: those that were abandoned
 * are met, sooner or later, on a walk over all rows that goes on where it stopped.
 */
export function preparePurge(db: DatabaseSync): Purge {
  const replies = db.prepare(SQLITE_REPLY_SQL.purgeReplies);
  const stretch = db.prepare(SQLITE_REPLY_SQL.stretch);
  const leases = db.prepare(SQLITE_REPLY_SQL.purgeLeases);
  let from = 0;

  function walk(now: number, steps: number): number {
    const { rows, to } = stretch.get({ from, steps }) ?? {};
    if (Number(rows) === 0) {
      from = 0;
      return 0;
    }
    const deleted = Number(leases.run({ from, to: Number(to), now }).changes);
    from = Number(rows) < steps ? 0 : Number(to);
    return deleted;
  }

  return (now, limit) => {
    const deleted = Number(replies.run({ now, limit }).changes);
    const steps = Math.min(limit - deleted, Math.ceil(limit / RECORDS_PER_STEP));
    return deleted + (steps > 0 ? walk(now, steps) : 0);
  };
}
