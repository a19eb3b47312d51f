import type { Call } from '../domain/call.ts';
import type { TokenFacts } from '../domain/nativeIssuer.ts';
import { IssuerUnavailableError } from '../domain/refreshError.ts';
import type { Secret } from '../domain/secret.ts';
import type { Deps } from './deps.ts';

/** What a token of the native issuer stands for; null for anything dead. The face says who may ask. Never throws. */
export async function introspectToken(
  { native, emit }: Deps,
  token: Secret,
  call: Call,
): Promise<TokenFacts | null | IssuerUnavailableError> {
  try {
    return await native.introspect(token, call);
  } catch (cause) {
    const { correlationId } = call;
    const at = call.now();
    emit({ type: 'defect', at, correlationId, operation: 'token.introspect', cause });
    return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { cause });
  }
}
