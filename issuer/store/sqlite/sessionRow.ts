import type { SQLOutputValue } from 'node:sqlite';
import type { NewSessionRecord, SessionRecord } from '../sessionStore.ts';

type Row = Record<string, SQLOutputValue>;
type SessionRow = Omit<SessionRecord, 'scope' | 'audience'> & {
  readonly scope: string | null;
  readonly audience: string;
};

const NOBODY: readonly string[] = [];

/** The record that a row of SQL's aliased columns stands for. */
export function toRecord(row: Row): SessionRecord {
  // STRICT tables and the column aliases in sql.ts give exactly this shape.
  const it = row as unknown as SessionRow;
  return {
    id: it.id,
    userId: it.userId,
    userVersion: it.userVersion,
    scope: it.scope === null ? null : JSON.parse(it.scope),
    audience: it.audience === '[]' ? NOBODY : JSON.parse(it.audience),
    userAgent: it.userAgent,
    ipAddress: it.ipAddress,
    createdAt: it.createdAt,
    endsAt: it.endsAt,
    generation: it.generation,
    generationAt: it.generationAt,
    generationExpiresAt: it.generationExpiresAt,
    previous: it.previous,
    previousUsedAt: it.previousUsedAt,
    revokedAt: it.revokedAt,
    revokedBecause: it.revokedBecause,
  };
}

/** The parameters that a new session is inserted with. */
export function toParameters(session: NewSessionRecord) {
  return {
    id: session.id,
    userId: session.userId,
    scope: session.scope === null ? null : JSON.stringify(session.scope),
    audience: JSON.stringify(session.audience),
    userAgent: session.userAgent,
    ipAddress: session.ipAddress,
    createdAt: session.createdAt,
    endsAt: session.endsAt,
    generationExpiresAt: session.generationExpiresAt,
  };
}
