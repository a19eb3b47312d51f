import type { Call } from '../domain/call.ts';
import type { Grant } from '../domain/grant.ts';
import type { Selection } from '../domain/issuer.ts';
import { type MaybePromise, then } from '../domain/maybePromise.ts';
import { type AnyRefreshError, isRefreshError } from '../domain/refreshError.ts';
import type { RefreshErrorCode } from '../domain/refreshErrorCode.ts';
import type { Deps } from './deps.ts';

/** How each refusal is counted. An expired, reused or revoked token is no guess: its issuer knows it. */
const COUNTED = {
  TOKEN_INVALID: 'refused',
  TOKEN_EXPIRED: 'uncounted',
  TOKEN_REUSED: 'uncounted',
  SESSION_REVOKED: 'uncounted',
  INVALID_INPUT: 'undecided',
  UNAUTHENTICATED: 'undecided',
  RATE_LIMITED: 'undecided',
  ISSUER_UNAVAILABLE: 'undecided',
  OUTCOME_UNKNOWN: 'undecided',
  ISSUER_REJECTED: 'refused',
} as const satisfies Record<RefreshErrorCode, 'refused' | 'undecided' | 'uncounted'>;

/** Refreshes within the rate limits: what is good passes, what is not is counted. */
export function limitRefresh(
  { limiter }: Pick<Deps, 'limiter'>,
  { issuer, credential }: Selection,
  call: Call,
): MaybePromise<Grant | AnyRefreshError> {
  const presented = { issuer: issuer.facts, refreshToken: credential.refreshToken };
  const count = (result: Grant | AnyRefreshError): MaybePromise<Grant | AnyRefreshError> => {
    if (!isRefreshError(result)) {
      limiter.succeeded(presented, result.refreshToken);
      return result;
    }
    const how = COUNTED[result.code];
    const limited = limiter[how](presented, call);
    return limited === undefined ? result : then(limited, (refusal) => refusal ?? result);
  };
  // An issuer never throws; if one does all the same, its token must not be under way for ever.
  const giveBack = (cause: unknown): never => {
    limiter.uncounted(presented);
    throw cause;
  };
  const ask = (): MaybePromise<Grant | AnyRefreshError> => {
    const result = issuer.refresh(credential, call);
    return result instanceof Promise ? result.then(count, giveBack) : count(result);
  };
  return then(limiter.admit(presented, call), (limited) => limited ?? ask());
}
