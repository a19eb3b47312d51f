import type { Call } from '../domain/call.ts';
import type { EventSink, SessionEvent } from '../domain/events.ts';
import type { TokenGrant } from '../domain/grant.ts';
import {
  type InvalidRefreshTokenCode,
  InvalidRefreshTokenError,
  type IssuerUnavailableError,
} from '../domain/refreshError.ts';
import type { Secret } from '../domain/secret.ts';
import { attempt } from './attempt.ts';
import type { GrantPair } from './grants.ts';
import { matchesRecord, type RefreshClaims, type RefreshTokens } from './refreshToken.ts';
import { sessionEvent } from './sessionEvent.ts';
import type { Rotation, RotationFact, SessionStore } from './store/sessionStore.ts';

/** What presenting a refresh token needs; the policy's durations are milliseconds. */
export interface RefreshParts {
  readonly store: SessionStore;
  readonly refreshTokens: RefreshTokens;
  readonly grantPair: GrantPair;
  readonly emit: EventSink;
  readonly policy: Pick<Rotation, 'refreshTokenTtl' | 'reuseGrace' | 'lostResponseWindow'>;
}

/** Presents a refresh token: a new pair, or the reason why there is none. Never throws. */
export type RefreshSession = (
  token: Secret,
  call: Call,
) => Promise<TokenGrant | InvalidRefreshTokenError | IssuerUnavailableError>;

/** Exchanges refresh tokens; a token without a good signature never reaches the store. */
export function createRefreshSession(parts: RefreshParts): RefreshSession {
  const { store, refreshTokens, policy, emit } = parts;
  return async (token, call) => {
    const now = call.now();
    const verdict = await refreshTokens.verify(token, now);
    if (verdict.type === 'invalid') return new InvalidRefreshTokenError('TOKEN_INVALID');
    const { claims } = verdict;
    if (verdict.type === 'expired') {
      emit(sessionEvent('session.expired', { sessionId: claims.sid, userId: claims.sub }, call));
      return new InvalidRefreshTokenError('TOKEN_EXPIRED');
    }
    const rotation = { sessionId: claims.sid, generation: claims.gen, now, ...policy };
    return attempt(async () => answer(await store.rotate(rotation), claims, parts, call));
  };
}

interface Outcome {
  readonly event: SessionEvent['type'] | null;
  readonly refusal: InvalidRefreshTokenCode | null;
}

const OUTCOMES = {
  rotated: { event: 'session.refreshed', refusal: null },
  replayed: { event: 'session.replayed', refusal: null },
  recovered: { event: 'session.recovered', refusal: null },
  reused: { event: 'session.reused', refusal: 'TOKEN_REUSED' },
  expired: { event: 'session.expired', refusal: 'TOKEN_EXPIRED' },
  revoked: { event: null, refusal: 'SESSION_REVOKED' },
} as const satisfies Record<Exclude<RotationFact['type'], 'unknown'>, Outcome>;

async function answer(
  fact: RotationFact,
  claims: RefreshClaims,
  { grantPair, emit }: RefreshParts,
  call: Call,
): Promise<TokenGrant | InvalidRefreshTokenError> {
  if (fact.type === 'unknown' || !matchesRecord(claims, fact.session)) {
    return new InvalidRefreshTokenError('TOKEN_INVALID');
  }
  const { event, refusal } = OUTCOMES[fact.type];
  const { id: sessionId, userId } = fact.session;
  if (event) emit(sessionEvent(event, { sessionId, userId }, call));
  return refusal ? new InvalidRefreshTokenError(refusal) : grantPair(fact.session, call.now());
}
