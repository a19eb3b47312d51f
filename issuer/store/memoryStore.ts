import {
  apply,
  decide,
  isLive,
  revokeRecord,
  startRecord,
  toFact,
  UNKNOWN_SESSION,
} from '../rotation.ts';
import type { RevocationSelector, SessionRecord, SessionStore } from './sessionStore.ts';

interface UserState {
  version: number;
  changedAt: number;
  readonly sessionIds: Set<string>;
}

/** A store that lives and dies with the process: for tests and for trying things out. */
export function createMemoryStore(): SessionStore {
  const records = new Map<string, SessionRecord>();
  const users = new Map<string, UserState>();
  let open = true;

  function guard(): void {
    if (!open) throw new Error('The memory store is closed.');
  }

  function userState(userId: string): UserState {
    const known = users.get(userId);
    if (known) return known;
    const state = { version: 0, changedAt: 0, sessionIds: new Set<string>() };
    users.set(userId, state);
    return state;
  }

  function read(id: string): SessionRecord | undefined {
    const record = records.get(id);
    if (!record || record.revokedAt !== null) return record;
    const user = userState(record.userId);
    if (record.userVersion === user.version) return record;
    return revokeRecord(record, user.changedAt, 'REVOKED');
  }

  function readAll(ids: Iterable<string>): SessionRecord[] {
    return [...ids].flatMap((id) => read(id) ?? []);
  }

  function selected(selector: RevocationSelector): SessionRecord[] {
    if ('sessionId' in selector) {
      const { sessionId, userId } = selector;
      return readAll([sessionId]).filter((it) => userId === undefined || it.userId === userId);
    }
    return readAll(userState(selector.userId).sessionIds).filter(
      (it) => it.id !== selector.exceptSessionId,
    );
  }

  function end(sessions: readonly SessionRecord[], now: number): void {
    for (const it of sessions) {
      if (it.revokedAt === null) records.set(it.id, revokeRecord(it, now, 'REVOKED'));
    }
  }

  function endAll(userId: string, now: number): void {
    const user = userState(userId);
    user.version += 1;
    user.changedAt = now;
  }

  return {
    async open(session) {
      guard();
      if (records.has(session.id)) throw new Error('A session with this id exists already.');
      const user = userState(session.userId);
      const record = startRecord(session, user.version);
      records.set(record.id, record);
      user.sessionIds.add(record.id);
      return record;
    },
    async rotate(rotation) {
      guard();
      const record = read(rotation.sessionId);
      if (!record) return UNKNOWN_SESSION;
      const decision = decide(record, rotation);
      const next = apply(decision, record, rotation);
      if (next !== record) records.set(next.id, next);
      return toFact(decision, next);
    },
    async revoke(selector, now) {
      guard();
      const sessions = selected(selector);
      if ('sessionId' in selector || selector.exceptSessionId !== undefined) end(sessions, now);
      else endAll(selector.userId, now);
      return sessions.filter((it) => isLive(it, now)).map((it) => it.id);
    },
    async find(ids) {
      guard();
      return readAll(new Set(ids));
    },
    async listLive(userIds, first, now) {
      guard();
      return [...new Set(userIds)].flatMap((userId) =>
        readAll(users.get(userId)?.sessionIds ?? [])
          .filter((it) => isLive(it, now))
          .sort(newestFirst)
          .slice(0, Math.max(0, first)),
      );
    },
    async purge(before, limit) {
      guard();
      let deleted = 0;
      for (const record of records.values()) {
        if (deleted >= limit) break;
        if (!isDeadBefore(record, before)) continue;
        records.delete(record.id);
        users.get(record.userId)?.sessionIds.delete(record.id);
        deleted += 1;
      }
      return deleted;
    },
    async ping() {
      guard();
    },
    async close() {
      open = false;
    },
  };
}

function newestFirst(a: SessionRecord, b: SessionRecord): number {
  return b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1);
}

// A session ended through its user's version goes when its own deadline has passed, as in the other drivers.
function isDeadBefore(record: SessionRecord, before: number): boolean {
  return record.generationExpiresAt < before || (record.revokedAt ?? before) < before;
}
