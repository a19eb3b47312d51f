// Said alike to SQLite and PostgreSQL; `isFree` of memoryReplies.ts is the same in words of the language.
const FREE = `
  CASE WHEN replies.state = 'held' THEN replies.holder = :watched AND replies.beat = :deadBeat
  ELSE NOT (replies.holder = :watched AND (replies.spent = 1 OR replies.binding = :binding))
    AND (replies.state = 'failed' OR replies.expires_at <= :now
      OR (replies.spent = 0 AND replies.binding <> :binding))
  END`;

const COLUMNS = 'key, binding, holder, beat, state, spent, sealed, expires_at AS "expiresAt"';

const REPLACE = `
  binding = excluded.binding, holder = excluded.holder, beat = 0, state = excluded.state,
  spent = excluded.spent, sealed = excluded.sealed, expires_at = excluded.expires_at`;

/** The statements over `replies` that both databases take, with parameters by name. */
export const REPLY_SQL = {
  /** Changes no row where something stands in the way. */
  claim: `
    INSERT INTO replies (key, binding, holder, beat, state, spent, sealed, expires_at)
    VALUES (:key, :binding, :holder, 0, 'held', 0, NULL, :expiresAt)
    ON CONFLICT (key) DO UPDATE SET ${REPLACE} WHERE ${FREE}`,

  /** Changes no row where the lease was lost. */
  settle: `
    INSERT INTO replies (key, binding, holder, beat, state, spent, sealed, expires_at)
    VALUES (:key, :binding, :holder, 0, :state, :spent, :sealed, :expiresAt)
    ON CONFLICT (key) DO UPDATE SET ${REPLACE}
    WHERE replies.holder = excluded.holder OR (excluded.state = 'kept' AND replies.state <> 'kept')`,

  find: `SELECT ${COLUMNS} FROM replies WHERE key = :key`,

  forget: 'DELETE FROM replies WHERE key = :key AND holder = :holder',
} as const;
