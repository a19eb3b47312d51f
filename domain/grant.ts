import type { IssuerFacts } from './issuer.ts';
import type { Secret } from './secret.ts';

/** What every issuer gives on a successful refresh. Times are milliseconds since the epoch. */
export interface TokenPair {
  readonly issuer: IssuerFacts;
  readonly accessToken: Secret;
  readonly accessTokenExpiresAt: number;
  /** The refresh token to present next time. */
  readonly refreshToken: Secret;
  /** Null when the issuer does not say. */
  readonly refreshTokenExpiresAt: number | null;
  /** False when the issuer did not replace the refresh token. */
  readonly rotated: boolean;
}

/** A pair of an issuer that hands out bare tokens (native, Cloudreve, OAuth 2.0). */
export interface TokenGrant extends TokenPair {
  readonly kind: 'Token';
  readonly scope: readonly string[] | null;
  /** The native issuer's user; null for a token of another issuer. */
  readonly userId: string | null;
}

/** A pair of an issuer whose reply is a session (WalletKit). */
export interface SessionGrant extends TokenPair {
  readonly kind: 'Session';
  readonly refreshTokenExpiresAt: number;
  readonly id: string;
  readonly createdAt: number;
  readonly projectId: string;
  readonly userId: string;
}

/** What a refresh gives when it succeeds. */
export type Grant = TokenGrant | SessionGrant;
