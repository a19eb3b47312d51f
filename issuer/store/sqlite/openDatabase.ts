import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { migrate } from './migrate.ts';

const SQLITE_BUSY = 5;

/** Where the embedded database is, and how long (ms) a call may wait for another process's write lock. */
export interface DatabaseOptions {
  readonly file: string;
  readonly busyTimeout: number;
}

/** Opens the database, durable and up to date; a new file can be read by its owner only. */
export function openDatabase({ file, busyTimeout }: DatabaseOptions): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // SQLite gives its -wal and -shm files the mode of the database file.
  closeSync(openSync(file, 'a', 0o600));
  const db = new DatabaseSync(file, { timeout: busyTimeout });
  try {
    enableWal(db, busyTimeout);
    db.exec('PRAGMA synchronous = FULL');
    migrate(db);
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

// SQLite answers "locked" at once, whatever the timeout, when two processes switch a new file to WAL together.
function enableWal(db: DatabaseSync, busyTimeout: number): void {
  const deadline = performance.now() + busyTimeout;
  for (;;) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (cause) {
      if (!isBusy(cause) || performance.now() >= deadline) throw cause;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

function isBusy(cause: unknown): boolean {
  return cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY;
}
