import type { Call } from '../domain/call.ts';
import type { NativeIssuer } from '../domain/nativeIssuer.ts';
import { IssuerUnavailableError } from '../domain/refreshError.ts';
import type { Secret } from '../domain/secret.ts';
import type { RefreshTokens } from './refreshToken.ts';

/** Ends the session that a refresh token stands for (RFC 7009); any other token is a success: null. */
export type Revoke = (token: Secret, call: Call) => Promise<IssuerUnavailableError | null>;

/**
 * Ends sessions by refresh token. Any one that we signed will do, whatever the clock or the configuration says of it today:
 * its session may live on in a later generation, or come back once they are right.
 */
export function createRevoke(
  refreshTokens: RefreshTokens,
  revokeSessions: NativeIssuer['revokeSessions'],
): Revoke {
  return async (token, call) => {
    const claims = await refreshTokens.read(token, call.now());
    if (claims === null) return null;
    const { sid: sessionId, sub: userId } = claims;
    const ended = await revokeSessions({ sessionId, userId }, call);
    return ended instanceof IssuerUnavailableError ? ended : null;
  };
}
