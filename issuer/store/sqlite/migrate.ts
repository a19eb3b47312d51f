import type { DatabaseSync } from 'node:sqlite';
import { SQLITE_REPLIES } from '../replies/migration.ts';

/** The sessions' tables; one entry a version, never edited once released; `PRAGMA user_version` counts those that were applied. */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE users (
     id TEXT PRIMARY KEY,
     version INTEGER NOT NULL,
     changed_at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE sessions (
     id TEXT PRIMARY KEY,
     user_id TEXT NOT NULL,
     user_version INTEGER NOT NULL,
     scope TEXT,
     audience TEXT NOT NULL,
     user_agent TEXT,
     ip_address TEXT,
     created_at INTEGER NOT NULL,
     ends_at INTEGER NOT NULL,
     generation INTEGER NOT NULL,
     generation_at INTEGER NOT NULL,
     generation_expires_at INTEGER NOT NULL,
     previous INTEGER,
     previous_used_at INTEGER,
     revoked_at INTEGER,
     revoked_because TEXT CHECK (revoked_because IN ('REVOKED', 'REUSED'))
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
   CREATE INDEX sessions_by_deadline ON sessions (generation_expires_at);
   CREATE INDEX sessions_by_revocation ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;`,
  SQLITE_REPLIES,
  `DROP INDEX sessions_by_revocation;
   CREATE TABLE session_events (
     id INTEGER PRIMARY KEY,
     at INTEGER NOT NULL,
     type TEXT NOT NULL,
     session_id TEXT,
     user_id TEXT NOT NULL,
     correlation_id TEXT
   ) STRICT;
   CREATE INDEX session_events_by_session ON session_events (session_id, at)
     WHERE session_id IS NOT NULL;
   CREATE INDEX session_events_by_user ON session_events (user_id, at);
   CREATE INDEX session_events_by_age ON session_events (at);`,
  // Leases and replies have a file of their own.
  'DROP TABLE replies;',
  // Whoever signs in often has many sessions that were ended one by one, which nobody looks for by their user.
  `CREATE INDEX open_sessions_by_user ON sessions (user_id, created_at) WHERE revoked_at IS NULL;
   DROP INDEX sessions_by_user;`,
];

/** Brings the tables up to date in one transaction; throws where a newer version of the program made them. */
export function migrate(db: DatabaseSync, migrations: readonly string[]): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    const done = appliedMigrations(db);
    if (done > migrations.length) {
      throw new Error('The database was made by a newer version of this program.');
    }
    for (const migration of migrations.slice(done)) db.exec(migration);
    db.exec(`PRAGMA user_version = ${migrations.length}`);
    db.exec('COMMIT');
  } catch (cause) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw cause;
  }
}

function appliedMigrations(db: DatabaseSync): number {
  const { user_version: version } = db.prepare('PRAGMA user_version').get() ?? {};
  return Number(version);
}
