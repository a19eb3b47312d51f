import { auditedTypes } from './auditLevel.ts';
import type { Pool } from './postgres/openPool.ts';
import { find, listLive, open, readAudit, revoke } from './postgres/operations.ts';
import { createRotateBatch } from './postgres/rotateBatch.ts';
import { createRotationQueue, type QueueOptions } from './postgres/rotationQueue.ts';
import { SQL } from './postgres/sql.ts';
import type { AuditLevel, SessionStore } from './sessionStore.ts';

/** How the store over PostgreSQL behaves. */
export interface PostgresStoreOptions extends QueueOptions {
  /** @default 'security' */
  readonly audit?: AuditLevel;
}

/** The store over PostgreSQL: any number of processes over one database are one issuer. Its tables exist already. */
export function createPostgresStore(pool: Pool, options: PostgresStoreOptions = {}): SessionStore {
  const audited = auditedTypes(options.audit ?? 'security');
  const rotate = createRotationQueue(createRotateBatch(pool, audited), options);
  return {
    open: (session, openOptions) => open(pool, session, openOptions),
    rotate,
    revoke: (selector, now, correlationId) => revoke(pool, selector, now, correlationId),
    find: (ids) => find(pool.query, ids),
    listLive: (userIds, first, now) => listLive(pool.query, userIds, first, now),
    purge: async (before, limit) => (await pool.query(SQL.purge, [before, limit])).length,
    audit: (selector, first) => readAudit(pool.query, selector, first),
    purgeAudit: async (before, limit) => (await pool.query(SQL.purgeAudit, [before, limit])).length,
    ping: () => pool.ping(),
    close: () => pool.close(),
  };
}
