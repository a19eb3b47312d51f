import type { RefreshErrorCode } from './refreshErrorCode.ts';

/** What every face calls the type of a refusal, by its code. */
export const REFUSAL_TYPES = {
  TOKEN_INVALID: 'InvalidRefreshTokenError',
  TOKEN_EXPIRED: 'InvalidRefreshTokenError',
  TOKEN_REUSED: 'InvalidRefreshTokenError',
  SESSION_REVOKED: 'InvalidRefreshTokenError',
  INVALID_INPUT: 'InvalidInputError',
  UNAUTHENTICATED: 'UnauthenticatedError',
  RATE_LIMITED: 'RateLimitedError',
  ISSUER_UNAVAILABLE: 'IssuerUnavailableError',
  OUTCOME_UNKNOWN: 'IssuerUnavailableError',
  ISSUER_REJECTED: 'IssuerRejectedError',
} as const satisfies Record<RefreshErrorCode, string>;
