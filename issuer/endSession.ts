import type { Call } from '../domain/call.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import { IssuerUnavailableError } from '../domain/refreshError.ts';
import type { Secret } from '../domain/secret.ts';
import type { RefreshTokens } from './refreshToken.ts';

/** Ends the session that a refresh token stands for (RFC 7009); any other token is a success: null. */
export type EndSession = (token: Secret, call: Call) => Promise<IssuerUnavailableError | null>;

/**
 * Ends sessions by refresh token. Any generation will do, an expired one too: whoever holds one may end its session, which
 * may live on in a later one.
 */
export function createEndSession(
  refreshTokens: RefreshTokens,
  revokeSessions: NativeIssuer['revokeSessions'],
): EndSession {
  return async (token, call) => {
    const verdict = await refreshTokens.verify(token, call.now());
    if (verdict.type === 'invalid') return null;
    const { sid: sessionId, sub: userId } = verdict.claims;
    const ended = await revokeSessions({ sessionId, userId }, call);
    return ended instanceof IssuerUnavailableError ? ended : null;
  };
}
