import type { Call } from '../domain/call.ts';
import type { Grant } from '../domain/grant.ts';
import type { Selection } from '../domain/issuer.ts';
import { type AnyRefreshError, isRefreshError } from '../domain/refreshError.ts';
import type { RefreshErrorCode } from '../domain/refreshErrorCode.ts';
import type { Deps } from './deps.ts';

/** Refusals that a guess would meet. An expired, reused or revoked token is no guess: its issuer knows it. */
const GUESSES: ReadonlySet<RefreshErrorCode> = new Set(['TOKEN_INVALID', 'ISSUER_REJECTED']);

/** Refreshes within the rate limits: what is good passes, what is not is counted. */
export async function limitRefresh(
  { limiter }: Deps,
  { issuer, credential }: Selection,
  call: Call,
): Promise<Grant | AnyRefreshError> {
  const presented = { issuer: issuer.facts, refreshToken: credential.refreshToken };
  const limited = await limiter.admit(presented, call);
  if (limited !== null) return limited;
  const result = await issuer.refresh(credential, call);
  if (!isRefreshError(result)) {
    limiter.succeeded(presented, result.refreshToken);
    return result;
  }
  if (!GUESSES.has(result.code)) return result;
  return (await limiter.refused(presented, call)) ?? result;
}
