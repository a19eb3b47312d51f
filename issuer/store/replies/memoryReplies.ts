import type { Claim, ReplyRecord, ReplyStore, Settlement } from '../../../domain/replyStore.ts';

/** Leases and replies of one process. */
export function createMemoryReplies(): ReplyStore {
  const records = new Map<string, ReplyRecord>();
  const purge = createPurge(records);
  const held = ({ key, holder }: Pick<ReplyRecord, 'key' | 'holder'>) => {
    const record = records.get(key);
    return record?.holder === holder ? record : null;
  };
  return {
    claim: async (wish) => claim(records, wish),
    settle: async (settlement) => settle(records, settlement),
    async renew(leases, expiresAt) {
      for (const record of leases.map(held)) {
        if (record?.state !== 'held') continue;
        records.set(record.key, { ...record, beat: record.beat + 1, expiresAt });
      }
    },
    find: async (key) => records.get(key) ?? null,
    forget: async (lease) => {
      if (held(lease) !== null) records.delete(lease.key);
    },
    purge: async (now, limit) => purge(now, limit),
    close: async () => records.clear(),
  };
}

type Records = Map<string, ReplyRecord>;

function claim(records: Records, wish: Claim): ReplyRecord | null {
  const { key, binding, holder, expiresAt } = wish;
  const record = records.get(key);
  if (record !== undefined && !isFree(record, wish)) return record;
  records.set(key, {
    ...{ key, binding, holder, expiresAt },
    ...{ beat: 0, state: 'held', spent: false, sealed: null },
  });
  return null;
}

/** Whether the record gives way to the claim; sql.ts says the same to the databases. */
function isFree(record: ReplyRecord, { watched, binding, now }: Claim): boolean {
  const isWatched = record.holder === watched?.holder;
  if (record.state === 'held') return isWatched && watched.dead && record.beat === watched.beat;
  if (isWatched && (record.spent || record.binding === binding)) return false;
  if (record.state === 'failed' || record.expiresAt <= now) return true;
  return !record.spent && record.binding !== binding;
}

function settle(records: Records, settlement: Settlement): boolean {
  const record = records.get(settlement.key);
  const isOurs = record === undefined || record.holder === settlement.holder;
  const saves = settlement.state === 'kept' && record?.state !== 'kept';
  if (!isOurs && !saves) return false;
  records.set(settlement.key, { ...settlement, beat: 0 });
  return true;
}

/** How many records a purge looks at for each that it may delete. */
const STEPS = 4;

/** A purge that looks at a bounded number of records, and goes on where it stopped the next time. */
function createPurge(records: Records) {
  // An iterator of a map passes over what is deleted meanwhile and meets what is added.
  let walk = records.values();
  function next(): ReplyRecord | undefined {
    const { done, value } = walk.next();
    if (!done) return value;
    walk = records.values();
    return walk.next().value;
  }
  return (now: number, limit: number): number => {
    let deleted = 0;
    for (let left = Math.min(records.size, STEPS * limit); left > 0 && deleted < limit; left -= 1) {
      const record = next();
      if (record === undefined || record.expiresAt > now) continue;
      records.delete(record.key);
      deleted += 1;
    }
    return deleted;
  };
}
