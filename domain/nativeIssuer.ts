import type { Call } from './call.ts';
import type { TokenGrant } from './grant.ts';
import type { Credential, Issuer } from './issuer.ts';
import type { IssuerUnavailableError } from './refreshError.ts';
import type { Secret } from './secret.ts';
import type { ActiveSession, SessionSelector, Viewer } from './session.ts';

/** What a session of the native issuer is started with. */
export interface NewSession {
  readonly userId: string;
  readonly scope: readonly string[] | null;
  /** Further audiences of the access token; the issuer itself always is one. */
  readonly audience: readonly string[];
  readonly userAgent: string | null;
  readonly ipAddress: string | null;
}

/** What the native issuer is presented. */
export interface NativeCredential extends Credential {
  /** Narrows the new access token (RFC 6749 section 6); more than the session has is INVALID_INPUT. */
  readonly scope?: readonly string[] | null;
}

/** What a live token of the native issuer says (RFC 7662). Times are milliseconds since the epoch. */
export interface TokenFacts {
  readonly use: 'access' | 'refresh';
  readonly userId: string;
  readonly sessionId: string;
  readonly scope: readonly string[] | null;
  readonly audience: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** Only access tokens have one. */
  readonly tokenId: string | null;
}

/** The native issuer: an `Issuer` that also starts, lists and ends sessions. It never throws. */
export interface NativeIssuer extends Issuer<NativeCredential> {
  /** Starts a session and gives its first pair. */
  issue(session: NewSession, call: Call): Promise<TokenGrant | IssuerUnavailableError>;
  /** Verifies an access token (RFC 9068 section 4) of a session that is still live; null for any other. */
  authenticate(accessToken: Secret, call: Call): Promise<Viewer | null | IssuerUnavailableError>;
  /** What an access token, or the current refresh token, of a live session says; null for any other. */
  introspect(token: Secret, call: Call): Promise<TokenFacts | null | IssuerUnavailableError>;
  /** The live sessions of each user, newest first, at most `first` each; one store query for all. */
  activeSessions(
    userIds: readonly string[],
    first: number,
    call: Call,
  ): Promise<ReadonlyMap<string, readonly ActiveSession[]> | IssuerUnavailableError>;
  /** Live sessions by id; one store query for all. Ids that are not live are absent. */
  sessions(
    ids: readonly string[],
    call: Call,
  ): Promise<ReadonlyMap<string, ActiveSession> | IssuerUnavailableError>;
  /** Ends sessions and says how many were live. */
  revokeSessions(selector: SessionSelector, call: Call): Promise<number | IssuerUnavailableError>;
}
