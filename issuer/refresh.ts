import type { Call } from '../domain/call.ts';
import type { EventSink, SessionEvent } from '../domain/events.ts';
import type { TokenGrant } from '../domain/grant.ts';
import { type MaybePromise, then } from '../domain/maybePromise.ts';
import type { NativeCredential, NativeIssuer } from '../domain/nativeIssuer.ts';
import {
  InvalidInputError,
  type InvalidRefreshTokenCode,
  InvalidRefreshTokenError,
  type IssuerUnavailableError,
} from '../domain/refreshError.ts';
import { attempt } from './attempt.ts';
import type { GrantPair } from './grants.ts';
import {
  matchesRecord,
  type RefreshClaims,
  type RefreshTokens,
  type RefreshTokenVerdict,
} from './refreshToken.ts';
import { decide } from './rotation.ts';
import { sessionEvent } from './sessionEvent.ts';
import type { Rotation, RotationFact, SessionStore } from './store/sessionStore.ts';

/** What presenting a refresh token needs; the policy's durations are milliseconds. */
export interface RefreshParts {
  readonly store: SessionStore;
  readonly refreshTokens: RefreshTokens;
  readonly grantPair: GrantPair;
  readonly revokeSessions: NativeIssuer['revokeSessions'];
  readonly emit: EventSink;
  readonly policy: Pick<Rotation, 'refreshTokenTtl' | 'reuseGrace' | 'lostResponseWindow'>;
}

/** Presents a refresh token: a new pair, or the reason why there is none. Never throws. */
export type Refresh = (
  credential: NativeCredential,
  call: Call,
) => MaybePromise<TokenGrant | Refusal>;

type Refusal = InvalidRefreshTokenError | InvalidInputError | IssuerUnavailableError;

/** Exchanges refresh tokens; a token without a good signature never reaches the store. */
export function createRefresh(parts: RefreshParts): Refresh {
  const { store, refreshTokens, policy, emit } = parts;
  function follow(
    verdict: RefreshTokenVerdict,
    scope: readonly string[] | null,
    now: number,
    call: Call,
  ): MaybePromise<TokenGrant | Refusal> {
    if (verdict.type === 'invalid') return new InvalidRefreshTokenError('TOKEN_INVALID');
    const { claims } = verdict;
    const { sid: sessionId, gen: generation } = claims;
    const { correlationId } = call;
    const rotation = { sessionId, generation, now, correlationId, ...policy };
    return attempt(async () => {
      const fact = verdict.type === 'expired' ? await replayOf(claims, rotation, store) : null;
      if (verdict.type === 'expired' && fact === null) {
        emit(sessionEvent('session.expired', { sessionId, userId: claims.sub }, call));
        return new InvalidRefreshTokenError('TOKEN_EXPIRED');
      }
      const widened = scope && (await widens(scope, claims, store));
      return widened || answer(fact ?? (await store.rotate(rotation)), claims, scope, parts, call);
    });
  }

  return ({ refreshToken, scope = null }, call) => {
    const now = call.now();
    const verdict = refreshTokens.verify(refreshToken, now);
    return then(verdict, (found) => follow(found, scope, now, call));
  };
}

/** What an expired token still stands for: within the grace, the successor that it was spent for in time. It changes nothing. */
async function replayOf(
  claims: RefreshClaims,
  rotation: Rotation,
  store: SessionStore,
): Promise<RotationFact | null> {
  const [session] = await store.find([claims.sid]);
  if (!session || !matchesRecord(claims, session)) return null;
  return decide(session, rotation) === 'replayed' ? { type: 'replayed', session } : null;
}

/** A scope never grows (RFC 6749 section 6). It is fixed at sign-in, so it may be read before the token is spent. */
async function widens(
  scope: readonly string[],
  claims: RefreshClaims,
  store: SessionStore,
): Promise<InvalidInputError | null> {
  const [session] = await store.find([claims.sid]);
  if (!session || !matchesRecord(claims, session)) return null;
  if (scope.every((word) => session.scope?.includes(word))) return null;
  const message = 'The scope must be within the scope of the session.';
  return new InvalidInputError(['input', 'native', 'scope'], message);
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

function answer(
  fact: RotationFact,
  claims: RefreshClaims,
  scope: readonly string[] | null,
  parts: RefreshParts,
  call: Call,
): MaybePromise<TokenGrant | Refusal> {
  const { grantPair, emit } = parts;
  if (fact.type === 'unknown') {
    return fact.ahead
      ? endAhead(claims, parts, call)
      : new InvalidRefreshTokenError('TOKEN_INVALID');
  }
  if (!matchesRecord(claims, fact.session)) return new InvalidRefreshTokenError('TOKEN_INVALID');
  const { event, refusal } = OUTCOMES[fact.type];
  const { id: sessionId, userId } = fact.session;
  if (event) emit(sessionEvent(event, { sessionId, userId }, call));
  if (refusal) return new InvalidRefreshTokenError(refusal);
  return grantPair(scope ? { ...fact.session, scope } : fact.session, call.now());
}

/**
 * Our own signature on a generation that was never reached: the store has lost commits, so what it takes for current was
 * spent. Its bearer has to sign in again, and whoever presents the spent one is somebody else: the session ends.
 */
async function endAhead(
  { sid: sessionId, sub: userId }: RefreshClaims,
  { emit, revokeSessions }: RefreshParts,
  call: Call,
): Promise<InvalidRefreshTokenError | IssuerUnavailableError> {
  emit(sessionEvent('session.ahead', { sessionId, userId }, call));
  const ended = await revokeSessions({ sessionId, userId }, call);
  return typeof ended === 'number' ? new InvalidRefreshTokenError('TOKEN_INVALID') : ended;
}
