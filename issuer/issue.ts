import { randomUUID } from 'node:crypto';
import type { EventSink } from '../domain/events.ts';
import type { NativeIssuer, NewSession } from '../domain/nativeIssuer.ts';
import { attempt } from './attempt.ts';
import type { GrantPair } from './grants.ts';
import { sessionEvent } from './sessionEvent.ts';
import type { NewSessionRecord, SessionStore } from './store/sessionStore.ts';

/** What starting a session needs. Durations are seconds. */
export interface IssueParts {
  readonly store: SessionStore;
  readonly grantPair: GrantPair;
  readonly emit: EventSink;
  readonly refreshTokenTtl: number;
  readonly sessionMaxAge: number;
  /** How many live sessions a user may have. */
  readonly maxSessionsPerUser: number;
}

/** Starts sessions: each gets its first pair, and an absolute deadline that nothing moves. */
export function createIssue(parts: IssueParts): NativeIssuer['issue'] {
  const { store, grantPair, emit } = parts;
  return (session, call) =>
    attempt(async () => {
      const now = call.now();
      const { correlationId } = call;
      const options = { maxSessions: parts.maxSessionsPerUser, correlationId };
      const opened = await store.open(newRecord(session, now, parts), options);
      const { id, userId } = opened.session;
      emit(sessionEvent('session.issued', { sessionId: id, userId }, call));
      for (const sessionId of opened.ended) {
        emit(sessionEvent('session.revoked', { sessionId, userId }, call));
      }
      return grantPair(opened.session, now);
    });
}

function newRecord(
  session: NewSession,
  now: number,
  { sessionMaxAge, refreshTokenTtl }: IssueParts,
): NewSessionRecord {
  const { userId, scope, audience, userAgent, ipAddress } = session;
  return {
    id: randomUUID(),
    userId,
    scope,
    audience,
    userAgent,
    ipAddress,
    createdAt: now,
    endsAt: now + sessionMaxAge * 1000,
    generationExpiresAt: now + refreshTokenTtl * 1000,
  };
}
