/**
 * The table of leases and replies in SQLite. Rows lie in the order they come in, so that those of one commit share pages;
 * only the small index of keys, which are spread evenly, is written all over.
 */
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

/** The same in PostgreSQL. */
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
