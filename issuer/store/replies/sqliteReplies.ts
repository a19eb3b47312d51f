import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import type { Claim, ReplyRecord, ReplyStore, Settlement } from '../../../domain/replyStore.ts';
import { createGroupCommit } from '../sqlite/groupCommit.ts';
import { openDatabase } from '../sqlite/openDatabase.ts';
import { REPLY_SQL } from './sql.ts';

/** Where the embedded store keeps its file, and how long (ms) a call may wait, blocking, for its write lock. */
export interface SqliteRepliesOptions {
  readonly file: string;
  /** @default 2000 */
  readonly busyTimeout?: number;
}

/** Leases and replies in the embedded store. They survive the end of a process; a power cut may take the newest. */
export function openSqliteReplies({ file, busyTimeout = 2000 }: SqliteRepliesOptions): ReplyStore {
  const db = openDatabase({ file, busyTimeout });
  // A lease ends with its machine anyway, so no commit waits for the disk. Pages are kept at hand (16 MiB)
  // and written back seldom, which does wait.
  db.exec('PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384');
  db.exec('PRAGMA wal_autocheckpoint = 4000');
  const run = prepareStatements(db);
  const commit = createGroupCommit(db);
  return {
    claim: (wish) => commit(() => claim(run, wish)),
    settle: (settlement) => commit(() => settle(run, settlement)),
    renew: (leases, expiresAt) =>
      commit(() => {
        for (const { key, holder } of leases) run.renew.run({ key, holder, expiresAt });
      }),
    find: async (key) => find(run, key),
    forget: ({ key, holder }) => commit(() => void run.forget.run({ key, holder })),
    purge: (now, limit) => commit(() => Number(run.purge.run({ now, limit }).changes)),
    async close() {
      if (db.isOpen) await commit(() => undefined).catch(() => undefined);
      if (db.isOpen) db.close();
    },
  };
}

type Statements = Readonly<Record<keyof typeof REPLY_SQL, StatementSync>>;

function prepareStatements(db: DatabaseSync): Statements {
  const entries = Object.entries(REPLY_SQL).map(([name, sql]) => [name, db.prepare(sql)]);
  return Object.fromEntries(entries) as Statements;
}

function claim(run: Statements, { watched, ...wish }: Claim): ReplyRecord | null {
  const deadBeat = watched?.dead ? watched.beat : -1;
  const taken = run.claim.get({ ...wish, watched: watched?.holder ?? '', deadBeat });
  return taken === undefined ? find(run, wish.key) : null;
}

function settle(run: Statements, settlement: Settlement): boolean {
  return run.settle.get({ ...settlement, spent: Number(settlement.spent) }) !== undefined;
}

function find(run: Statements, key: string): ReplyRecord | null {
  const row = run.find.get({ key });
  return row === undefined ? null : toRecord(row);
}

function toRecord(row: Record<string, SQLOutputValue>): ReplyRecord {
  // A STRICT table and the column aliases in sql.ts give exactly this shape.
  const record = row as unknown as Omit<ReplyRecord, 'spent'> & { readonly spent: number };
  return { ...record, spent: record.spent === 1 };
}
