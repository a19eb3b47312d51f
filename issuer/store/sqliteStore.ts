import type { SessionStore } from './sessionStore.ts';
import { createGroupCommit } from './sqlite/groupCommit.ts';
import { openDatabase } from './sqlite/openDatabase.ts';
import { find, open, prepareStatements, revoke, rotate } from './sqlite/operations.ts';
import { toRecord } from './sqlite/sessionRow.ts';

/** Where the embedded store keeps its file. */
export interface SqliteStoreOptions {
  readonly file: string;
  /** Milliseconds a call may wait, blocking, for another process's write lock. @default 2000 */
  readonly busyTimeout?: number;
}

/** The embedded store: SQLite in WAL mode, every commit on disk before it is answered. */
export function openSqliteStore({ file, busyTimeout = 2000 }: SqliteStoreOptions): SessionStore {
  const db = openDatabase({ file, busyTimeout });
  const run = prepareStatements(db);
  const commit = createGroupCommit(db);
  return {
    open: (session) => commit(() => open(run, session)),
    rotate: (rotation) => commit(() => rotate(run, rotation)),
    revoke: (selector, now) => commit(() => revoke(run, selector, now)),
    find: async (ids) => find(run, ids),
    listLive: async (userIds, first, now) =>
      run.listLive.all({ userIds: JSON.stringify(userIds), first, now }).map(toRecord),
    purge: (before, limit) => commit(() => Number(run.purge.run({ before, limit }).changes)),
    ping: async () => void run.ping.get(),
    close: async () => {
      // What was asked for before the close is answered before it.
      if (db.isOpen) await commit(() => undefined).catch(() => undefined);
      if (db.isOpen) db.close();
    },
  };
}
