import type { Call } from '../domain/call.ts';
import type { Grant } from '../domain/grant.ts';
import type { MaybePromise } from '../domain/maybePromise.ts';
import { type AnyRefreshError, isRefreshError } from '../domain/refreshError.ts';
import type { Deps } from './deps.ts';
import { limitRefresh } from './limitRefresh.ts';
import { total } from './total.ts';

/** Exchanges a refresh token for a new pair at the issuer that the input names (RFC 6749 section 6). Never throws. */
export function refreshToken(
  deps: Deps,
  input: unknown,
  call: Call,
): MaybePromise<Grant | AnyRefreshError> {
  return total('token.refresh', deps, call, (trace) => {
    const selected = deps.registry.select(input);
    if (isRefreshError(selected)) return selected;
    trace.issuerId = selected.issuer.facts.id;
    return limitRefresh(deps, selected, call);
  });
}
