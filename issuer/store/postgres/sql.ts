import type { Statement } from './openPool.ts';

const RECORD = `
  s.id,
  s.user_id AS "userId",
  s.user_version AS "userVersion",
  s.scope,
  s.audience,
  s.user_agent AS "userAgent",
  s.ip_address AS "ipAddress",
  s.created_at AS "createdAt",
  s.ends_at AS "endsAt",
  s.generation,
  s.generation_at AS "generationAt",
  s.generation_expires_at AS "generationExpiresAt",
  s.previous,
  s.previous_used_at AS "previousUsedAt"`;

const OWN_REVOCATION = `
  s.revoked_at AS "revokedAt",
  s.revoked_because AS "revokedBecause"`;

const OUTDATED = `
  EXISTS (SELECT FROM users u WHERE u.id = s.user_id AND u.version <> s.user_version)`;

const NOT_REVOKED = `s.revoked_at IS NULL AND NOT ${OUTDATED}`;

const live = (now: string) =>
  `${NOT_REVOKED} AND ${now} < s.ends_at AND ${now} < s.generation_expires_at`;

const CURRENT = 'p.generation = s.generation';
const RECOVERABLE = 'p.generation = s.previous AND p.now < s.previous_used_at + p.lost';
const IN_GRACE = 'COALESCE(p.generation = s.previous AND p.now < s.generation_at + p.grace, false)';

// Reads as "CASE WHEN <the presented generation earns a successor> THEN … ELSE …".
const advance = (then: string, otherwise: string) =>
  `CASE WHEN (${CURRENT}) OR (${RECOVERABLE}) THEN ${then} ELSE ${otherwise} END`;

// What the UPDATE did can be read off the row it returns: only a recovery skips a generation.
const CHANGE = `
  CASE WHEN s.revoked_at IS NOT NULL THEN 'session.reused'
       WHEN s.generation = s.presented + 1 THEN 'session.refreshed'
       ELSE 'session.recovered' END`;

/**
 * Presents one generation each of several sessions: $1 to $7 are arrays of equal length, $8 the audited types. It
 * returns the rows it changed. A row that another transaction holds is waited for, and the conditions then hold for
 * the row as that one left it (READ COMMITTED): a compare-and-swap.
 */
const ROTATE = `
  WITH changed AS (
    UPDATE sessions s SET
      generation = ${advance('s.generation + 1', 's.generation')},
      generation_at = ${advance('p.now', 's.generation_at')},
      generation_expires_at =
        ${advance('LEAST(p.now + p.ttl, s.ends_at)', 's.generation_expires_at')},
      previous = ${advance('p.generation', 's.previous')},
      previous_used_at = CASE WHEN ${CURRENT} THEN p.now ELSE s.previous_used_at END,
      revoked_at = ${advance('NULL', 'p.now')},
      revoked_because = ${advance('NULL', "'REUSED'")}
    FROM unnest(
      $1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[]
    ) AS p (id, generation, now, ttl, grace, lost, correlation_id)
    WHERE s.id = p.id AND ${live('p.now')} AND p.generation <= s.generation AND NOT ${IN_GRACE}
    RETURNING s.*, p.generation AS presented, p.now, p.correlation_id
  ), audited AS (
    INSERT INTO session_events (at, type, session_id, user_id, correlation_id)
    SELECT s.now, ${CHANGE}, s.id, s.user_id, s.correlation_id
    FROM changed s WHERE ${CHANGE} = ANY ($8::text[])
  )
  SELECT ${RECORD}, ${OWN_REVOCATION} FROM changed s`;

const ENDED = `
  UPDATE sessions s SET revoked_at = $1, revoked_because = 'REVOKED'`;

// $1 is the time and $2 the correlation id; ends expired sessions too, because a clock may step back.
const endWhere = (condition: string) => `
  WITH ended AS (
    ${ENDED} WHERE ${condition} AND ${NOT_REVOKED}
    RETURNING s.id, s.user_id, $1 < s.generation_expires_at AS live
  ), audited AS (
    INSERT INTO session_events (at, type, session_id, user_id, correlation_id)
    SELECT $1, 'session.revoked', id, user_id, $2 FROM ended WHERE live
  )
  SELECT id, live FROM ended`;

const TEXTS = {
  rotate: ROTATE,

  /** Locks the user, so that sign-ins of one user and the end of all their sessions come one after another. */
  lockUser: `
    INSERT INTO users AS u (id, version, changed_at) VALUES ($1, 0, $2)
    ON CONFLICT (id) DO UPDATE SET version = u.version
    RETURNING version`,

  open: `
    WITH opened AS (
      INSERT INTO sessions AS s (
        id, user_id, user_version, scope, audience, user_agent, ip_address,
        created_at, ends_at, generation, generation_at, generation_expires_at
      ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, $8, LEAST($10::bigint, $9))
      RETURNING ${RECORD}, ${OWN_REVOCATION}
    ), audited AS (
      INSERT INTO session_events (at, type, session_id, user_id, correlation_id)
      SELECT "createdAt", 'session.issued', id, "userId", $11 FROM opened
    )
    SELECT * FROM opened`,

  /** Ends the live sessions of $3 beyond the newest $4, never $5. */
  makeRoom: endWhere(`s.id IN (
    SELECT s.id FROM sessions s WHERE s.user_id = $3 AND s.id <> $5 AND ${live('$1::bigint')}
    ORDER BY s.created_at DESC, s.id DESC OFFSET $4::bigint - 1)`),

  revokeOne: endWhere('s.id = $3 AND s.user_id = COALESCE($4, s.user_id)'),

  revokeOthers: endWhere('s.user_id = $3 AND s.id <> $4'),

  liveIds: `SELECT s.id FROM sessions s WHERE s.user_id = $1 AND ${live('$2::bigint')}`,

  raiseVersion: `
    WITH audited AS (
      INSERT INTO session_events (at, type, session_id, user_id, correlation_id)
      VALUES ($2, 'session.revoked', NULL, $1, $3)
    )
    UPDATE users SET version = version + 1, changed_at = $2 WHERE id = $1`,

  /** A session of an outdated user version is revoked without its row saying so. */
  find: `
    SELECT ${RECORD},
      COALESCE(s.revoked_at, u.changed_at) AS "revokedAt",
      COALESCE(s.revoked_because, CASE WHEN u.id IS NOT NULL THEN 'REVOKED' END) AS "revokedBecause"
    FROM sessions s LEFT JOIN users u ON u.id = s.user_id AND u.version <> s.user_version
    WHERE s.id = ANY ($1::text[])`,

  listLive: `
    SELECT * FROM (
      SELECT ${RECORD}, ${OWN_REVOCATION},
        ROW_NUMBER() OVER (PARTITION BY s.user_id ORDER BY s.created_at DESC, s.id DESC) AS place
      FROM sessions s WHERE s.user_id = ANY ($1::text[]) AND ${live('$3::bigint')}
    ) AS numbered WHERE place <= $2 ORDER BY "userId", place`,

  purge: `
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions
      WHERE expires_on <= ($1::bigint / 86400000)::integer AND generation_expires_at < $1
      LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    RETURNING id`,

  auditOfSession: audit('session_id = $1'),
  auditOfUser: audit('user_id = $1'),

  purgeAudit: `
    DELETE FROM session_events WHERE id IN (
      SELECT id FROM session_events WHERE at < $1 ORDER BY at LIMIT $2 FOR UPDATE SKIP LOCKED
    )
    RETURNING id`,
} as const;

function audit(condition: string): string {
  return `
    SELECT type, at, session_id AS "sessionId", user_id AS "userId",
      correlation_id AS "correlationId"
    FROM session_events WHERE ${condition} ORDER BY at DESC, id DESC LIMIT $2`;
}

/** The statements of the PostgreSQL store, by what they do. */
export const SQL = Object.fromEntries(
  Object.entries(TEXTS).map(([name, text]) => [name, { name: `refreshql_${name}`, text }]),
) as Readonly<Record<keyof typeof TEXTS, Statement>>;
