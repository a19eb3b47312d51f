/**
 * The tables of the file that SQLite keeps leases and replies in; one entry a version, never edited once released. Rows lie in
 * the order they come in, so that those of one commit share pages; only the small index of keys, which are spread evenly, is
 * written all over. `IN` instead of `OR` would fill a table of its own at each write.
 */
export const REPLY_MIGRATIONS: readonly string[] = [
  `CREATE TABLE replies (
    key TEXT PRIMARY KEY,
    binding TEXT NOT NULL,
    holder TEXT NOT NULL,
    beat INTEGER NOT NULL,
    state TEXT NOT NULL
      CHECK (state = 'held' OR state = 'kept' OR state = 'refused' OR state = 'failed'),
    spent INTEGER NOT NULL,
    sealed BLOB,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX replies_by_expiry ON replies (expires_at) WHERE state <> 'held';`,
];

/** The table as it was when it lay in the file of the sessions. */
export const SQLITE_REPLIES = `
  CREATE TABLE replies (
    key TEXT PRIMARY KEY,
    binding TEXT NOT NULL,
    holder TEXT NOT NULL,
    beat INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('held', 'kept', 'refused', 'failed')),
    spent INTEGER NOT NULL,
    sealed BLOB,
    expires_at INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX replies_by_expiry ON replies (expires_at);`;

/** The table in PostgreSQL. */
export const POSTGRES_REPLIES = `
  CREATE TABLE replies (
    key text COLLATE "C" PRIMARY KEY,
    binding text NOT NULL,
    holder text NOT NULL,
    beat bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('held', 'kept', 'refused', 'failed')),
    spent smallint NOT NULL,
    sealed bytea,
    expires_at bigint NOT NULL
  );
  CREATE INDEX replies_by_expiry ON replies (expires_at);`;
