import { accessSync, closeSync, constants, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { hasCode } from '../../hasCode.ts';
import { isBusy } from './isBusy.ts';
import { MIGRATIONS, migrate } from './migrate.ts';

/** Where the embedded database is, and how long (ms) its opening may wait, blocking, for another process's lock. */
export interface DatabaseOptions {
  readonly file: string;
  readonly busyTimeout: number;
  /** @default those of the sessions */
  readonly migrations?: readonly string[];
  /** Bytes; counts for a new file only. @default SQLite's */
  readonly pageSize?: number;
}

/** Opens the database, durable and up to date; a new file can be read by its owner only. Later, no lock blocks a call. */
export function openDatabase(options: DatabaseOptions): DatabaseSync {
  const { file, busyTimeout, migrations = MIGRATIONS, pageSize } = options;
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  makeFile(file);
  const db = new DatabaseSync(file, { timeout: busyTimeout });
  try {
    if (pageSize !== undefined) db.exec(`PRAGMA page_size = ${pageSize}`);
    enableWal(db, busyTimeout);
    db.exec('PRAGMA synchronous = FULL');
    migrate(db, migrations);
    // In WAL mode readers wait for nobody, and writers wait in groupCommit.ts, where the event loop goes on.
    db.exec('PRAGMA busy_timeout = 0');
    return db;
  } catch (cause) {
    db.close();
    throw cause;
  }
}

/** Makes the file where there is none; SQLite gives its -wal and -shm files the mode of this one. */
function makeFile(file: string): void {
  try {
    // Not by opening it: the close would drop this process's locks on it (https://sqlite.org/howtocorrupt.html, 2.2).
    accessSync(file, constants.W_OK);
  } catch (cause) {
    if (!hasCode(cause, 'ENOENT')) throw cause;
    // Nor 'ax': a link to a file that is yet to be made would be refused.
    closeSync(openSync(file, 'a', 0o600));
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
