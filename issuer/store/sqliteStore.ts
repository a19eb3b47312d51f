import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { decide, toFact, UNKNOWN_SESSION } from '../rotation.ts';
import type {
  RevocationSelector,
  Rotation,
  RotationFact,
  SessionRecord,
  SessionStore,
} from './sessionStore.ts';
import { createGroupCommit } from './sqlite/groupCommit.ts';
import { openDatabase } from './sqlite/openDatabase.ts';
import { toParameters, toRecord } from './sqlite/sessionRow.ts';
import { SQL } from './sqlite/sql.ts';

/** Where the embedded store keeps its file. */
export interface SqliteStoreOptions {
  readonly file: string;
  /** Milliseconds a call may wait, blocking, for another process's write lock. @default 2000 */
  readonly busyTimeout?: number;
}

/** The embedded store: SQLite in WAL mode, every commit on disk before it is answered. */
export function openSqliteStore({ file, busyTimeout = 2000 }: SqliteStoreOptions): SessionStore {
  const db = openDatabase({ file, busyTimeout });
  const statements = prepare(db);
  const commit = createGroupCommit(db);
  const { open, rotate, revoke, find, listLive, purge } = operations(statements);
  return {
    open: (session) => commit(() => open(session)),
    rotate: (rotation) => commit(() => rotate(rotation)),
    revoke: (selector, now) => commit(() => revoke(selector, now)),
    find: async (ids) => find(ids),
    listLive: async (userIds, first, now) => listLive(userIds, first, now),
    purge: (before, limit) => commit(() => purge(before, limit)),
    ping: async () => void statements.ping.get(),
    close: async () => {
      if (!db.isOpen) return;
      // What was asked for before the close is answered before it.
      await commit(() => undefined).catch(() => undefined);
      if (db.isOpen) db.close();
    },
  };
}

type Statements = Readonly<Record<keyof typeof SQL, StatementSync>>;

function prepare(db: DatabaseSync): Statements {
  const entries = Object.entries(SQL).map(([name, sql]) => [name, db.prepare(sql)]);
  return Object.fromEntries(entries) as Statements;
}

function operations(run: Statements) {
  function find(ids: readonly string[]): SessionRecord[] {
    return run.find.all({ ids: JSON.stringify(ids) }).map(toRecord);
  }

  function rotate(rotation: Rotation): RotationFact {
    const row = run.rotate.get({ ...rotation });
    if (row) return changed(toRecord(row), rotation);
    const [record] = find([rotation.sessionId]);
    return record ? toFact(decide(record, rotation), record) : UNKNOWN_SESSION;
  }

  function endAll(userId: string, now: number): Row[] {
    const rows = run.liveIds.all({ userId, now });
    run.raiseVersion.run({ userId, now });
    return rows;
  }

  function end(selector: RevocationSelector, now: number): Row[] {
    if ('sessionId' in selector) {
      const { sessionId, userId = null } = selector;
      return run.revokeOne.all({ sessionId, userId, now });
    }
    const { userId, exceptSessionId } = selector;
    if (exceptSessionId === undefined) return endAll(userId, now);
    return run.revokeOthers.all({ userId, exceptSessionId, now });
  }

  return {
    find,
    rotate,
    open: (session: Parameters<SessionStore['open']>[0]) =>
      toRecord(run.open.get(toParameters(session)) ?? {}),
    revoke: (selector: RevocationSelector, now: number) =>
      end(selector, now).flatMap(({ id, live }) => (live ? [String(id)] : [])),
    listLive: (userIds: readonly string[], first: number, now: number) =>
      run.listLive.all({ userIds: JSON.stringify(userIds), first, now }).map(toRecord),
    purge: (before: number, limit: number) => Number(run.purge.run({ before, limit }).changes),
  };
}

type Row = Record<string, SQLOutputValue>;

// What the UPDATE did can be read off the row it returns: only a recovery skips a generation.
function changed(session: SessionRecord, { generation }: Rotation): RotationFact {
  if (session.revokedAt !== null) return { type: 'reused', session };
  return { type: session.generation === generation + 1 ? 'rotated' : 'recovered', session };
}
