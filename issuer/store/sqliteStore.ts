import { auditedTypes } from './auditLevel.ts';
import type { AuditLevel, SessionStore } from './sessionStore.ts';
import { createGroupCommit } from './sqlite/groupCommit.ts';
import { openDatabase } from './sqlite/openDatabase.ts';
import { find, open, prepareStatements, readAudit, revoke, rotate } from './sqlite/operations.ts';
import { prepareRotateRow } from './sqlite/rotateRow.ts';
import { toRecord } from './sqlite/sessionRow.ts';

/** Where the embedded store keeps its file. */
export interface SqliteStoreOptions {
  readonly file: string;
  /** Milliseconds a call may wait for another process's write lock; only the opening blocks. @default 2000 */
  readonly busyTimeout?: number;
  /** @default 'security' */
  readonly audit?: AuditLevel;
  /** How many calls may share a commit. @default 256 */
  readonly maxBatch?: number;
}

/** The embedded store: SQLite in WAL mode, every commit on disk before it is answered. */
export function openSqliteStore(options: SqliteStoreOptions): SessionStore {
  const { file, busyTimeout = 2000, audit: level = 'security', maxBatch } = options;
  const db = openDatabase({ file, busyTimeout });
  const run = prepareStatements(db);
  const on = { run, rotateRow: prepareRotateRow(db), audited: new Set(auditedTypes(level)) };
  const commit = createGroupCommit(db, { maxBatch, patience: busyTimeout });
  return {
    open: (session, how = {}) => commit(() => open(on, session, how)),
    rotate: (rotation) => commit(() => rotate(on, rotation)),
    revoke: (selector, now, correlationId) =>
      commit(() => revoke(on, selector, now, correlationId)),
    find: async (ids) => find(run, ids),
    listLive: async (userIds, first, now) =>
      run.listLive.all({ userIds: JSON.stringify(userIds), first, now }).map(toRecord),
    purge: (before, limit) => commit(() => Number(run.purge.run({ before, limit }).changes)),
    audit: async (selector, first) => readAudit(run, selector, first),
    purgeAudit: (before, limit) =>
      commit(() => Number(run.purgeAudit.run({ before, limit }).changes)),
    ping: async () => void run.ping.get(),
    close: async () => {
      // What was asked for before the close is answered before it.
      if (db.isOpen) await commit(() => undefined).catch(() => undefined);
      if (db.isOpen) db.close();
    },
  };
}
