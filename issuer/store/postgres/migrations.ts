import { POSTGRES_REPLIES } from '../replies/migration.ts';

/**
 * One entry a version, never edited once released. Primary keys are spread evenly (random ids), so they shard well.
 * A rotation changes no indexed column (`expires_on` moves once a day), so PostgreSQL updates the row in place (HOT).
 */
export const MIGRATIONS: readonly string[] = [
  `CREATE TABLE users (
     id text COLLATE "C" PRIMARY KEY,
     version bigint NOT NULL,
     changed_at bigint NOT NULL
   );
   CREATE TABLE sessions (
     id text COLLATE "C" PRIMARY KEY,
     user_id text COLLATE "C" NOT NULL,
     user_version bigint NOT NULL,
     scope text,
     audience text NOT NULL,
     user_agent text,
     ip_address text,
     created_at bigint NOT NULL,
     ends_at bigint NOT NULL,
     generation bigint NOT NULL,
     generation_at bigint NOT NULL,
     generation_expires_at bigint NOT NULL,
     previous bigint,
     previous_used_at bigint,
     revoked_at bigint,
     revoked_because text CHECK (revoked_because IN ('REVOKED', 'REUSED')),
     expires_on integer GENERATED ALWAYS AS ((generation_expires_at / 86400000)::integer) STORED
   ) WITH (fillfactor = 70);
   CREATE INDEX sessions_by_user ON sessions (user_id, created_at);
   CREATE INDEX sessions_by_expiry ON sessions (expires_on);
   CREATE TABLE session_events (
     id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
     at bigint NOT NULL,
     type text NOT NULL,
     session_id text COLLATE "C",
     user_id text COLLATE "C" NOT NULL,
     correlation_id text
   );
   CREATE INDEX session_events_by_session ON session_events (session_id, at) WHERE session_id IS NOT NULL;
   CREATE INDEX session_events_by_user ON session_events (user_id, at);
   CREATE INDEX session_events_by_age ON session_events (at);`,
  POSTGRES_REPLIES,
  // The columns are those of rate-limiter-flexible, which is told that its table is there.
  `CREATE TABLE rate_limits (
     key varchar(255) COLLATE "C" PRIMARY KEY,
     points integer NOT NULL DEFAULT 0,
     expire bigint
   );`,
  // Whoever signs in often has many sessions that were ended one by one, which nobody looks for by their user. The old index goes last, because that locks out readers too.
  `CREATE INDEX open_sessions_by_user ON sessions (user_id, created_at) WHERE revoked_at IS NULL;
   DROP INDEX sessions_by_user;`,
];
