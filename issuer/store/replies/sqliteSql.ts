/** The statements over `replies` that only SQLite runs, with parameters by name; the others are in sql.ts. */
export const SQLITE_REPLY_SQL = {
  /** What `settle` does where the lease is there, as it nearly always is: no key has to be looked for twice. */
  end: `
    UPDATE replies SET binding = :binding, beat = 0, state = :state, spent = :spent, sealed = :sealed,
      expires_at = :expiresAt
    WHERE key = :key AND holder = :holder`,

  renew: `
    UPDATE replies SET beat = beat + 1, expires_at = :expiresAt
    WHERE key = :key AND holder = :holder AND state = 'held'`,

  purgeReplies: `
    DELETE FROM replies WHERE rowid IN (
      SELECT rowid FROM replies WHERE state <> 'held' AND expires_at <= :now LIMIT :limit
    )`,

  /** Where so many rows after a row end. */
  stretch: `
    SELECT count(*) AS rows, max(rowid) AS "to"
    FROM (SELECT rowid FROM replies WHERE rowid > :from ORDER BY rowid LIMIT :steps)`,

  purgeLeases: `
    DELETE FROM replies
    WHERE rowid > :from AND rowid <= :to AND state = 'held' AND expires_at <= :now`,
} as const;
