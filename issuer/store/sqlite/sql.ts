const COLUMNS = `
  id,
  user_id AS "userId",
  user_version AS "userVersion",
  scope,
  audience,
  user_agent AS "userAgent",
  ip_address AS "ipAddress",
  created_at AS "createdAt",
  ends_at AS "endsAt",
  generation,
  generation_at AS "generationAt",
  generation_expires_at AS "generationExpiresAt",
  previous,
  previous_used_at AS "previousUsedAt"`;

const OWN_REVOCATION = `
  revoked_at AS "revokedAt",
  revoked_because AS "revokedBecause"`;

const NEWER_USER = `
  SELECT changed_at FROM users
  WHERE users.id = sessions.user_id AND users.version <> sessions.user_version`;

// A session of an outdated user version is revoked without its row saying so.
const REVOCATION = `
  COALESCE(revoked_at, (${NEWER_USER})) AS "revokedAt",
  COALESCE(revoked_because, (SELECT 'REVOKED' FROM (${NEWER_USER}))) AS "revokedBecause"`;

const NOT_REVOKED = `revoked_at IS NULL AND NOT EXISTS (${NEWER_USER})`;

const LIVE = `${NOT_REVOKED} AND :now < ends_at AND :now < generation_expires_at`;

const CURRENT = ':generation = generation';
const RECOVERABLE = ':generation = previous AND :now < previous_used_at + :lostResponseWindow';
const IN_GRACE = ':generation IS previous AND :now < generation_at + :reuseGrace';

// Reads as "CASE WHEN <the presented generation earns a successor> THEN … ELSE …".
const advance = (then: string, otherwise: string) =>
  `CASE WHEN (${CURRENT}) OR (${RECOVERABLE}) THEN ${then} ELSE ${otherwise} END`;

const AUDIT_ENTRIES = `
  SELECT type, at, session_id AS "sessionId", user_id AS "userId", correlation_id AS "correlationId"
  FROM session_events`;
const NEWEST = 'ORDER BY at DESC, id DESC LIMIT :first';

/** The statements of the embedded store, each prepared once. */
export const SQL = {
  open: `
    INSERT INTO sessions (
      id, user_id, user_version, scope, audience, user_agent, ip_address,
      created_at, ends_at, generation, generation_at, generation_expires_at
    ) VALUES (
      :id, :userId, COALESCE((SELECT version FROM users WHERE id = :userId), 0), :scope, :audience,
      :userAgent, :ipAddress, :createdAt, :endsAt, 0, :createdAt, MIN(:generationExpiresAt, :endsAt)
    ) RETURNING ${COLUMNS}, ${OWN_REVOCATION}`,

  /** Rotates, recovers or ends at once (see `decide`); no row where nothing may change. */
  rotate: `
    UPDATE sessions SET
      generation = ${advance('generation + 1', 'generation')},
      generation_at = ${advance(':now', 'generation_at')},
      generation_expires_at =
        ${advance('MIN(:now + :refreshTokenTtl, ends_at)', 'generation_expires_at')},
      previous = ${advance(':generation', 'previous')},
      previous_used_at = CASE WHEN ${CURRENT} THEN :now ELSE previous_used_at END,
      revoked_at = ${advance('NULL', ':now')},
      revoked_because = ${advance('NULL', "'REUSED'")}
    WHERE id = :sessionId AND ${LIVE} AND :generation <= generation AND NOT (${IN_GRACE})
    RETURNING ${COLUMNS}, ${OWN_REVOCATION}`,

  find: `
    SELECT ${COLUMNS}, ${REVOCATION} FROM sessions
    WHERE id IN (SELECT value FROM json_each(:ids))`,

  listLive: `
    SELECT * FROM (
      SELECT ${COLUMNS}, ${OWN_REVOCATION},
        ROW_NUMBER() OVER (PARTITION BY user_id ORDER BY created_at DESC, id DESC) AS place
      FROM sessions WHERE user_id IN (SELECT value FROM json_each(:userIds)) AND ${LIVE}
    ) WHERE place <= :first ORDER BY "userId", place`,

  // Ends expired sessions too: a clock that steps back must not bring a revoked session to life.
  revokeOne: `
    UPDATE sessions SET revoked_at = :now, revoked_because = 'REVOKED'
    WHERE id = :sessionId AND (:userId IS NULL OR user_id = :userId) AND ${NOT_REVOKED}
    RETURNING id, user_id AS "userId", :now < generation_expires_at AS live`,

  /** Ends the live sessions of a user beyond the newest so many, never the one just opened. */
  makeRoom: `
    UPDATE sessions SET revoked_at = :now, revoked_because = 'REVOKED'
    WHERE id IN (
      SELECT id FROM sessions WHERE user_id = :userId AND id <> :id AND ${LIVE}
      ORDER BY created_at DESC, id DESC LIMIT -1 OFFSET :maxSessions - 1
    )
    RETURNING id`,

  revokeOthers: `
    UPDATE sessions SET revoked_at = :now, revoked_because = 'REVOKED'
    WHERE user_id = :userId AND id <> :exceptSessionId AND ${NOT_REVOKED}
    RETURNING id, user_id AS "userId", :now < generation_expires_at AS live`,

  liveIds: `SELECT id FROM sessions WHERE user_id = :userId AND ${LIVE}`,

  raiseVersion: `
    INSERT INTO users (id, version, changed_at) VALUES (:userId, 1, :now)
    ON CONFLICT (id) DO UPDATE SET version = version + 1, changed_at = :now`,

  purge: `
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE generation_expires_at < :before LIMIT :limit
    )`,

  audit: `
    INSERT INTO session_events (at, type, session_id, user_id, correlation_id)
    VALUES (:at, :type, :sessionId, :userId, :correlationId)`,

  auditOfSession: `${AUDIT_ENTRIES} WHERE session_id = :sessionId ${NEWEST}`,
  auditOfUser: `${AUDIT_ENTRIES} WHERE user_id = :userId ${NEWEST}`,

  purgeAudit: `
    DELETE FROM session_events WHERE id IN (
      SELECT id FROM session_events WHERE at < :before ORDER BY at LIMIT :limit
    )`,

  ping: 'SELECT COUNT(*) FROM (SELECT id FROM sessions LIMIT 1)',
} as const;
