import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StoreStatus } from '../storeStatus.ts';
import { MIGRATIONS } from './migrate.ts';

/** Looks at a database file without changing it; throws where it cannot be read. */
export function readSqliteStatus(file: string): StoreStatus {
  const known = MIGRATIONS.length;
  const status = { kind: 'sqlite', known, clockOffset: null } as const;
  if (!existsSync(file)) return { ...status, applied: 0, sessions: 0 };
  const db = new DatabaseSync(file, { readOnly: true, timeout: 2000 });
  try {
    const applied = Number(db.prepare('PRAGMA user_version').get()?.['user_version']);
    const sessions = applied === 0 ? 0 : count(db);
    return { ...status, applied, sessions };
  } finally {
    db.close();
  }
}

function count(db: DatabaseSync): number {
  return Number(db.prepare('SELECT COUNT(*) AS count FROM sessions').get()?.['count']);
}
