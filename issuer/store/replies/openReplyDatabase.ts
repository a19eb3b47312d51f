import { rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { isDamaged } from '../sqlite/isDamaged.ts';
import { type DatabaseOptions, openDatabase } from '../sqlite/openDatabase.ts';
import { bootMark } from './bootMark.ts';
import { REPLY_MIGRATIONS } from './migration.ts';

/** Bytes; of those tried, the one with which a lease and its reply cost least. */
const PAGE_SIZE = 8192;

/** Which file, and how long (ms) its opening may wait, blocking, for another process's lock. */
export type Place = Pick<DatabaseOptions, 'file' | 'busyTimeout'>;

/** The file of leases and replies beside the file of the sessions. */
export const replyFile = (sessionFile: string) => `${sessionFile}-replies`;

/**
 * Opens the database of leases and replies that lies beside the sessions' `file`. No commit waits for the disk: the end of a
 * process loses nothing, and a file that a power cut has damaged is deleted and made anew, which loses the replies
 * in it. Throws where a newer version of the program made the file.
 */
export function openReplyDatabase({ file, busyTimeout }: Place): DatabaseSync {
  const replies = { file: replyFile(file), busyTimeout };
  const found = openSound(replies);
  if (found !== null) return found;
  // One process at a time, so that none deletes what another has just made.
  using sessions = openDatabase({ file, busyTimeout });
  sessions.exec(`PRAGMA busy_timeout = ${busyTimeout}; BEGIN IMMEDIATE`);
  const made = openSound(replies);
  if (made !== null) return made;
  for (const end of ['-wal', '-shm', '']) rmSync(`${replies.file}${end}`, { force: true });
  return openFile(replies);
}

/** Null where the file is damaged. */
function openSound(place: Place): DatabaseSync | null {
  let db: DatabaseSync | null = null;
  try {
    db = openFile(place);
    if (isSound(db, place)) return db;
  } catch (cause) {
    if (!isDamaged(cause)) {
      closeIfOpen(db);
      throw cause;
    }
  }
  closeIfOpen(db);
  return null;
}

function closeIfOpen(db: DatabaseSync | null): void {
  if (db?.isOpen) db.close();
}

function openFile({ file, busyTimeout }: Place): DatabaseSync {
  const options = { migrations: REPLY_MIGRATIONS, pageSize: PAGE_SIZE };
  const db = openDatabase({ file, busyTimeout, ...options });
  // Pages are kept at hand (4 MiB).
  db.exec('PRAGMA synchronous = OFF; PRAGMA cache_size = -4096');
  return db;
}

/** Looks through a file that was last opened before the machine started: only the end of a machine damages it. */
function isSound(db: DatabaseSync, { busyTimeout }: Place): boolean {
  const mark = bootMark();
  if (db.prepare('PRAGMA application_id').get()?.['application_id'] === mark) return true;
  const verdict = db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'];
  if (verdict !== 'ok') return false;
  db.exec(`PRAGMA busy_timeout = ${busyTimeout}; PRAGMA application_id = ${mark}`);
  db.exec('PRAGMA busy_timeout = 0');
  return true;
}
