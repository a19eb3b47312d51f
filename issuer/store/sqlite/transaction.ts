import type { DatabaseSync } from 'node:sqlite';
import { isBusy } from './isBusy.ts';

/** Another process has the write lock, so the work was not begun; its cause is SQLite's error. */
export class LockedError extends Error {}

/** Runs work in a transaction that is rolled back when the work throws; throws `LockedError` where it could not begin. */
export type Transaction = <T>(work: () => T) => T;

/** Prepares the transactions of one connection. */
export function createTransaction(db: DatabaseSync): Transaction {
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const rollback = db.prepare('ROLLBACK');
  function start(): void {
    try {
      begin.run();
    } catch (cause) {
      throw isBusy(cause) ? new LockedError('The database is locked.', { cause }) : cause;
    }
  }
  return (work) => {
    start();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (cause) {
      if (db.isTransaction) rollback.run();
      throw cause;
    }
  };
}
