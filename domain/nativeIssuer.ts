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

/** The native issuer: an `Issuer` that also starts, lists and ends sessions. It never throws. */
export interface NativeIssuer extends Issuer<Credential> {
  /** Starts a session and gives its first pair. */
  issue(session: NewSession, call: Call): Promise<TokenGrant | IssuerUnavailableError>;
  /** Verifies an access token (RFC 9068 section 4) of a session that is still live; null for any other. */
  authenticate(accessToken: Secret, call: Call): Promise<Viewer | null | IssuerUnavailableError>;
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
