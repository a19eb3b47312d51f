import {
  type AnyRefreshError,
  InvalidInputError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
  RateLimitedError,
  UnauthenticatedError,
} from '../../domain/refreshError.ts';
import type { RefreshErrorCode } from '../../domain/refreshErrorCode.ts';

/** A refusal of each code; those that may know a time to wait know 7 seconds. */
export const REFUSALS = {
  TOKEN_INVALID: new InvalidRefreshTokenError('TOKEN_INVALID'),
  TOKEN_EXPIRED: new InvalidRefreshTokenError('TOKEN_EXPIRED'),
  TOKEN_REUSED: new InvalidRefreshTokenError('TOKEN_REUSED'),
  SESSION_REVOKED: new InvalidRefreshTokenError('SESSION_REVOKED'),
  INVALID_INPUT: new InvalidInputError(['input']),
  UNAUTHENTICATED: new UnauthenticatedError(),
  RATE_LIMITED: new RateLimitedError(7),
  ISSUER_UNAVAILABLE: new IssuerUnavailableError('ISSUER_UNAVAILABLE', { retryAfter: 7 }),
  OUTCOME_UNKNOWN: new IssuerUnavailableError('OUTCOME_UNKNOWN', { retryAfter: 7 }),
  ISSUER_REJECTED: new IssuerRejectedError(),
} as const satisfies Record<RefreshErrorCode, AnyRefreshError>;
