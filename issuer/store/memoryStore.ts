import {
  apply,
  decide,
  isLive,
  revokeRecord,
  startRecord,
  toFact,
  UNKNOWN_SESSION,
} from '../rotation.ts';
import { createSessionTable, type SessionTable } from './memory/sessionTable.ts';
import type {
  NewSessionRecord,
  RevocationSelector,
  Rotation,
  RotationFact,
  SessionRecord,
  SessionStore,
} from './sessionStore.ts';

/** A store that lives and dies with the process: for tests and for trying things out. */
export function createMemoryStore(): SessionStore {
  const sessions = createSessionTable();
  let closed = false;

  function table(): SessionTable {
    if (closed) throw new Error('The memory store is closed.');
    return sessions;
  }

  return {
    open: async (session) => open(table(), session),
    rotate: async (rotation) => rotate(table(), rotation),
    revoke: async (selector, now) => revoke(table(), selector, now),
    find: async (ids) => readAll(table(), new Set(ids)),
    listLive: async (userIds, first, now) =>
      [...new Set(userIds)].flatMap((userId) => newestLive(table(), userId, first, now)),
    purge: async (before, limit) => purge(table(), before, limit),
    ping: async () => void table(),
    close: async () => {
      closed = true;
    },
  };
}

function open(table: SessionTable, session: NewSessionRecord): SessionRecord {
  if (table.has(session.id)) throw new Error('A session with this id exists already.');
  const record = startRecord(session, table.version(session.userId));
  table.put(record);
  return record;
}

function rotate(table: SessionTable, rotation: Rotation): RotationFact {
  const record = table.read(rotation.sessionId);
  if (!record) return UNKNOWN_SESSION;
  const decision = decide(record, rotation);
  const next = apply(decision, record, rotation);
  if (next !== record) table.put(next);
  return toFact(decision, next);
}

function revoke(table: SessionTable, selector: RevocationSelector, now: number): string[] {
  const selected = select(table, selector);
  if ('sessionId' in selector || selector.exceptSessionId !== undefined) {
    // Expired sessions too: a clock that steps back must not bring a revoked session to life.
    const unrevoked = selected.filter((it) => it.revokedAt === null);
    for (const record of unrevoked) table.put(revokeRecord(record, now, 'REVOKED'));
  } else {
    table.raiseVersion(selector.userId, now);
  }
  return selected.filter((it) => isLive(it, now)).map((it) => it.id);
}

function select(table: SessionTable, selector: RevocationSelector): SessionRecord[] {
  if ('sessionId' in selector) {
    const { sessionId, userId } = selector;
    return readAll(table, [sessionId]).filter((it) => (userId ?? it.userId) === it.userId);
  }
  return table.ofUser(selector.userId).filter((it) => it.id !== selector.exceptSessionId);
}

function readAll(table: SessionTable, ids: Iterable<string>): SessionRecord[] {
  return [...ids].flatMap((id) => table.read(id) ?? []);
}

function newestLive(table: SessionTable, userId: string, first: number, now: number) {
  const live = table.ofUser(userId).filter((it) => isLive(it, now));
  return live.sort(newestFirst).slice(0, Math.max(0, first));
}

function newestFirst(a: SessionRecord, b: SessionRecord): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}

function purge(table: SessionTable, before: number, limit: number): number {
  let deleted = 0;
  for (const record of table.all()) {
    if (deleted >= limit) break;
    if (!isDeadBefore(record, before)) continue;
    table.remove(record);
    deleted += 1;
  }
  return deleted;
}

// A session ended through its user's version goes when its own deadline has passed, as in the other drivers.
function isDeadBefore(record: SessionRecord, before: number): boolean {
  return record.generationExpiresAt < before || (record.revokedAt ?? before) < before;
}
