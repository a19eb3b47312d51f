import { DatabaseSync } from 'node:sqlite';

/** A session after its rotation; times are milliseconds since the epoch. */
export interface Row {
  readonly user_id: string;
  readonly generation: number;
  readonly generation_at: number;
  readonly expires_at: number;
}

/** The least store that can rotate: one table, one statement, one commit for all that arrive together. */
export interface BareStore {
  open(id: string, userId: string, expiresAt: number): void;
  /** A compare-and-swap of the generation, on disk when it resolves; null where it does not match. */
  rotate(id: string, generation: number, now: number, expiresAt: number): Promise<Row | null>;
}

const TABLE = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  CREATE TABLE sessions (
    id TEXT PRIMARY KEY, user_id TEXT NOT NULL, generation INTEGER NOT NULL, generation_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL, previous INTEGER, previous_used_at INTEGER
  ) STRICT, WITHOUT ROWID;`;

const ROTATE = `
  UPDATE sessions SET generation = generation + 1, generation_at = :now, expires_at = :expiresAt,
    previous = :generation, previous_used_at = :now
  WHERE id = :id AND generation = :generation AND :now < expires_at
  RETURNING user_id, generation, generation_at, expires_at`;

/** Opens the store in a new file. */
export function openBareStore(file: string): BareStore {
  const db = new DatabaseSync(file);
  db.exec(TABLE);
  const insert = db.prepare('INSERT INTO sessions VALUES (?, ?, 0, 0, ?, NULL, NULL)');
  const rotate = db.prepare(ROTATE);
  const commit = createGroupCommit(db);
  return {
    open: (id, userId, expiresAt) => void insert.run(id, userId, expiresAt),
    rotate: (id, generation, now, expiresAt) =>
      commit(() => (rotate.get({ id, generation, now, expiresAt }) ?? null) as Row | null),
  };
}

function createGroupCommit(db: DatabaseSync) {
  const [begin, end] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  let waiting: (() => () => void)[] = [];
  function flush(): void {
    const jobs = waiting;
    waiting = [];
    begin.run();
    const answers = jobs.map((job) => job());
    end.run();
    for (const answer of answers) answer();
  }
  return <T>(job: () => T) =>
    new Promise<T>((resolve) => {
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(() => {
        const result = job();
        return () => resolve(result);
      });
    });
}
