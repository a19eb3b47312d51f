import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { RefreshErrorCode } from '../../domain/refreshErrorCode.ts';
import type { SessionTokenFailure } from './sessionTokenShapes.ts';

/** What the real server calls each refusal. It has no rate limit; 429 stands among its HTTP-like codes. */
export const SESSION_TOKEN_CODES = {
  TOKEN_INVALID: 40020,
  TOKEN_EXPIRED: 40020,
  TOKEN_REUSED: 40020,
  SESSION_REVOKED: 40020,
  INVALID_INPUT: 40001,
  UNAUTHENTICATED: 401,
  RATE_LIMITED: 429,
  ISSUER_UNAVAILABLE: 50001,
  OUTCOME_UNKNOWN: -1,
  ISSUER_REJECTED: 403,
} as const satisfies Record<RefreshErrorCode, number>;

const CREDENTIAL = 40020;
const PARAMETER = 40001;

/** A parameter error, which the real server sends without a correlation id. */
export const parameterError = (msg: string): SessionTokenFailure => ({ code: PARAMETER, msg });

/** A refusal in the Session/Token envelope; `debug` adds which refusal it is, as the real server's debug mode does. */
export function sessionTokenFailure(
  refusal: AnyRefreshError,
  correlationId: string,
  debug: boolean,
): SessionTokenFailure {
  const code = SESSION_TOKEN_CODES[refusal.code];
  if (code === PARAMETER) return parameterError('Parameter error');
  return {
    code,
    msg: code === CREDENTIAL ? 'Failed to issue token pair' : refusal.message,
    ...(debug ? { error: `${refusal.code}: ${refusal.message}` } : {}),
    correlation_id: correlationId,
  };
}
