import type { Call } from '../domain/call.ts';
import type { IssuerFacts } from '../domain/issuer.ts';
import { type AnyRefreshError, isRefreshError } from '../domain/refreshError.ts';
import type { Deps } from './deps.ts';
import { total } from './total.ts';

/** A revocation that the issuer carried out, or had nothing to do for. */
export interface Revocation {
  readonly issuer: IssuerFacts;
}

/** Ends what a refresh token stands for, at its issuer (RFC 7009). An unknown token is a success. Never throws. */
export async function revokeToken(
  deps: Deps,
  input: unknown,
  call: Call,
): Promise<Revocation | AnyRefreshError> {
  return total('token.revoke', deps, call, async (trace) => {
    const selected = deps.registry.select(input);
    if (isRefreshError(selected)) return selected;
    const { issuer, credential } = selected;
    trace.issuerId = issuer.facts.id;
    const limited = await deps.limiter.other('revocation', call);
    if (limited !== null) return limited;
    return (await issuer.revoke(credential, call)) ?? { issuer: issuer.facts };
  });
}
