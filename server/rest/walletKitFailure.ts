import { type AnyRefreshError, IssuerRejectedError } from '../../domain/refreshError.ts';
import type { RefreshErrorCode } from '../../domain/refreshErrorCode.ts';
import type { WalletKitErrorReply } from './walletKitShapes.ts';

/** The statuses of WalletKit's contract: 401 alone means sign in again, 503 alone that the token was not spent. */
export const WALLETKIT_STATUSES = {
  TOKEN_INVALID: 401,
  TOKEN_EXPIRED: 401,
  TOKEN_REUSED: 401,
  SESSION_REVOKED: 401,
  INVALID_INPUT: 400,
  UNAUTHENTICATED: 403,
  RATE_LIMITED: 429,
  ISSUER_UNAVAILABLE: 503,
  OUTCOME_UNKNOWN: 500,
  ISSUER_REJECTED: 403,
} as const satisfies Record<RefreshErrorCode, number>;

/** Refusals of WalletKit's own that keep their status. */
const KEPT: readonly (number | null)[] = [400, 403, 404];

/** The status of a refusal. */
export function walletKitStatus(refusal: AnyRefreshError): number {
  const upstream = refusal instanceof IssuerRejectedError ? refusal.upstreamStatus : null;
  return upstream !== null && KEPT.includes(upstream) ? upstream : WALLETKIT_STATUSES[refusal.code];
}

/** A refusal as WalletKit's `ErrorResponse`. */
export function walletKitFailure(refusal: AnyRefreshError): WalletKitErrorReply {
  const upstream = refusal instanceof IssuerRejectedError ? refusal.upstreamCode : null;
  return { code: upstream ?? refusal.code.toLowerCase(), error: refusal.message };
}
