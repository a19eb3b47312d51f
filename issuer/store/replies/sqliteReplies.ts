import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import type { Claim, ReplyRecord, ReplyStore, Settlement } from '../../../domain/replyStore.ts';
import { changeByPosition } from '../sqlite/byPosition.ts';
import { createGroupCommit } from '../sqlite/groupCommit.ts';
import { openReplyDatabase } from './openReplyDatabase.ts';
import { REPLY_SQL } from './sql.ts';
import { preparePurge } from './sqlitePurge.ts';
import { SQLITE_REPLY_SQL } from './sqliteSql.ts';

/**
 * Beside which file of sessions the embedded store keeps its own, and how long (ms) a call may wait for its write lock; only
 * the opening blocks.
 */
export interface SqliteRepliesOptions {
  readonly file: string;
  /** @default 2000 */
  readonly busyTimeout?: number;
}

/** Leases and replies in the embedded store. They survive the end of a process; a power cut may take them. */
export function openSqliteReplies({ file, busyTimeout = 2000 }: SqliteRepliesOptions): ReplyStore {
  const db = openReplyDatabase({ file, busyTimeout });
  const run = prepareStatements(db);
  const commit = createGroupCommit(db, { patience: busyTimeout });
  return {
    claim: (wish) => commit(() => claim(run, wish)),
    settle: (settlement) => commit(() => settle(run, settlement)),
    renew: (leases, expiresAt) =>
      commit(() => {
        for (const { key, holder } of leases) run.renew.run({ key, holder, expiresAt });
      }),
    find: async (key) => find(run, key),
    forget: ({ key, holder }) => commit(() => void run.forget.run({ key, holder })),
    purge: (now, limit) => commit(() => run.purge(now, limit)),
    async close() {
      if (db.isOpen) await commit(() => undefined).catch(() => undefined);
      if (db.isOpen) db.close();
    },
  };
}

function prepareStatements(db: DatabaseSync) {
  return {
    claim: changeByPosition(db, REPLY_SQL.claim, CLAIM),
    end: changeByPosition(db, SQLITE_REPLY_SQL.end, SETTLE),
    settle: changeByPosition(db, REPLY_SQL.settle, SETTLE),
    renew: db.prepare(SQLITE_REPLY_SQL.renew),
    find: db.prepare(REPLY_SQL.find),
    forget: db.prepare(REPLY_SQL.forget),
    purge: preparePurge(db),
  };
}

type Statements = ReturnType<typeof prepareStatements>;

const CLAIM = ['key', 'binding', 'holder', 'expiresAt', 'watched', 'deadBeat', 'now'];
const SETTLE = ['key', 'binding', 'holder', 'state', 'spent', 'sealed', 'expiresAt'];

function claim(run: Statements, wish: Claim): ReplyRecord | null {
  const { key, binding, holder, expiresAt, watched, now } = wish;
  const deadBeat = watched?.dead ? watched.beat : -1;
  const taken = run.claim(key, binding, holder, expiresAt, watched?.holder ?? '', deadBeat, now);
  return taken ? null : find(run, key);
}

function settle(run: Statements, settlement: Settlement): boolean {
  const { key, binding, holder, state, spent, sealed, expiresAt } = settlement;
  const values = [key, binding, holder, state, Number(spent), sealed, expiresAt] as const;
  return run.end(...values) || run.settle(...values);
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
