import type { Call } from './call.ts';
import type { Grant } from './grant.ts';
import type { MaybePromise } from './maybePromise.ts';
import type { AnyRefreshError, InvalidInputError } from './refreshError.ts';
import type { Secret } from './secret.ts';

/** The families of issuers. */
export type IssuerKind = 'NATIVE' | 'WALLETKIT' | 'CLOUDREVE' | 'OAUTH2';

/** What a client may know of an issuer. */
export interface IssuerFacts {
  /** `native`, `walletkit-testnet`, `walletkit-mainnet`, `cloudreve:<site>` or `oauth2:<provider>`. */
  readonly id: string;
  readonly kind: IssuerKind;
  readonly displayName: string;
  /** Replaces the refresh token at each refresh. */
  readonly rotates: boolean;
  /** `revokeToken` works for it. */
  readonly revokes: boolean;
  /** Sending the same refresh twice is harmless. Only then may a request be sent again. */
  readonly idempotent: boolean;
  /** Where its public keys are, when its access tokens can be verified offline. */
  readonly jwksUri: string | null;
}

/** What a client presents; each family adds what its issuers ask for beside the token. */
export interface Credential {
  readonly refreshToken: Secret;
}

/** Something that exchanges a refresh token for a new pair. It never throws: each failure is a typed refusal. */
export interface Issuer<C extends Credential = Credential> {
  readonly facts: IssuerFacts;
  /** Exchanges the credential for a new pair (RFC 6749 section 6). */
  refresh(credential: C, call: Call): MaybePromise<Grant | AnyRefreshError>;
  /** Ends what the credential stands for (RFC 7009). An unknown token is a success: null. */
  revoke(credential: C, call: Call): Promise<AnyRefreshError | null>;
}

/** One issuer together with the credential that the input named for it. */
export interface Selection<C extends Credential = Credential> {
  readonly issuer: Issuer<C>;
  readonly credential: C;
}

/** One member of `RefreshTokenInput`: the issuers that take the same input. */
export interface IssuerFamily {
  /** The member's name: `native`, `walletKit`, `cloudreve` or `oauth2`. */
  readonly field: string;
  readonly issuers: readonly Issuer[];
  /** Narrows the member's value. `field` paths of its errors start inside the member. */
  select(input: unknown): Selection | InvalidInputError;
}
