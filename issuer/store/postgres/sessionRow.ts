import type { NewSessionRecord, SessionRecord } from '../sessionStore.ts';
import type { Row } from './openPool.ts';
import { fromText, toText } from './textCodec.ts';

type SessionRow = Omit<SessionRecord, 'scope' | 'audience'> & {
  readonly scope: string | null;
  readonly audience: string;
};

/** The record that a row of SQL's aliased columns stands for. */
export function toRecord(row: Row): SessionRecord {
  // The tables and the column aliases in sql.ts give exactly this shape.
  const it = row as unknown as SessionRow;
  return {
    id: fromText(it.id),
    userId: fromText(it.userId),
    userVersion: it.userVersion,
    scope: it.scope === null ? null : JSON.parse(it.scope),
    audience: JSON.parse(it.audience),
    userAgent: it.userAgent === null ? null : fromText(it.userAgent),
    ipAddress: it.ipAddress === null ? null : fromText(it.ipAddress),
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

/** The values that a new session is inserted with, in the order of the statement. */
export function toValues(session: NewSessionRecord, userVersion: number): readonly unknown[] {
  const { scope, audience, userAgent, ipAddress } = session;
  return [
    toText(session.id),
    toText(session.userId),
    userVersion,
    scope === null ? null : JSON.stringify(scope),
    JSON.stringify(audience),
    userAgent === null ? null : toText(userAgent),
    ipAddress === null ? null : toText(ipAddress),
    session.createdAt,
    session.endsAt,
    session.generationExpiresAt,
  ];
}
