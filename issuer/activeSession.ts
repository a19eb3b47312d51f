import type { ActiveSession } from '../domain/session.ts';
import type { SessionRecord } from './store/sessionStore.ts';

/** What a user may see of a session. */
export function toActiveSession(record: SessionRecord): ActiveSession {
  return {
    id: record.id,
    userId: record.userId,
    createdAt: record.createdAt,
    lastRefreshedAt: record.previous === null ? null : record.generationAt,
    expiresAt: record.generationExpiresAt,
    userAgent: record.userAgent,
    ipAddress: record.ipAddress,
  };
}
