import type { AuditEntry, AuditSelector } from '../sessionStore.ts';

/** The audit entries of a process, oldest first; the oldest fall out. */
export interface AuditTrail {
  add(entry: AuditEntry): void;
  read(selector: AuditSelector, first: number): AuditEntry[];
  purge(before: number, limit: number): number;
}

/** A bound on what a process keeps. */
const MAX_ENTRIES = 10_000;

/** A trail that keeps entries of the given types. */
export function createAuditTrail(types: readonly AuditEntry['type'][]): AuditTrail {
  let entries: AuditEntry[] = [];
  return {
    add(entry) {
      if (!types.includes(entry.type)) return;
      entries.push(entry);
      // Halving keeps the cost of an entry constant.
      if (entries.length > MAX_ENTRIES) entries = entries.slice(MAX_ENTRIES / 2);
    },
    read: (selector, first) =>
      entries
        .filter((it) => matches(it, selector))
        .sort((a, b) => a.at - b.at)
        .reverse()
        .slice(0, first),
    purge(before, limit) {
      let deleted = 0;
      entries = entries.filter((it) => it.at >= before || ++deleted > limit);
      return Math.min(deleted, limit);
    },
  };
}

function matches(entry: AuditEntry, selector: AuditSelector): boolean {
  if ('sessionId' in selector) return entry.sessionId === selector.sessionId;
  return entry.userId === selector.userId;
}
