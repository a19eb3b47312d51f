import { revokeRecord } from '../../rotation.ts';
import type { SessionRecord } from '../sessionStore.ts';

interface UserState {
  version: number;
  changedAt: number;
  readonly sessionIds: Set<string>;
}

/** Sessions by id and by user; what is read has its user's version accounted for. */
export interface SessionTable {
  version(userId: string): number;
  /** Ends every session of the user that there is by now, without touching one. */
  raiseVersion(userId: string, now: number): void;
  has(id: string): boolean;
  put(record: SessionRecord): void;
  remove(record: SessionRecord): void;
  read(id: string): SessionRecord | undefined;
  ofUser(userId: string): SessionRecord[];
  /** The records as they were put. */
  all(): Iterable<SessionRecord>;
}

/** An empty table. */
export function createSessionTable(): SessionTable {
  const records = new Map<string, SessionRecord>();
  const users = new Map<string, UserState>();

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
    const { version, changedAt } = userState(record.userId);
    if (record.userVersion === version) return record;
    return revokeRecord(record, changedAt, 'REVOKED');
  }

  return {
    version: (userId) => users.get(userId)?.version ?? 0,
    raiseVersion(userId, now) {
      const user = userState(userId);
      user.version += 1;
      user.changedAt = now;
    },
    has: (id) => records.has(id),
    put(record) {
      records.set(record.id, record);
      userState(record.userId).sessionIds.add(record.id);
    },
    remove(record) {
      records.delete(record.id);
      users.get(record.userId)?.sessionIds.delete(record.id);
    },
    read,
    ofUser: (userId) => [...(users.get(userId)?.sessionIds ?? [])].flatMap((id) => read(id) ?? []),
    all: () => records.values(),
  };
}
