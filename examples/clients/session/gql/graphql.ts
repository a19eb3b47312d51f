/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** A refresh token of a Cloudreve v4 site (POST /api/v4/session/token/refresh). */
export type CloudreveRefreshInput = {
  /** The refresh token as last received. */
  refreshToken: string;
  /** Which configured site. May be null or left out where there is only one. */
  site?: string | null | undefined;
};

/** A refresh token of the native issuer. */
export type NativeRefreshInput = {
  /** The refresh token as last received. */
  refreshToken: string;
};

/** A refresh token of a configured OAuth 2.0 provider (RFC 6749 section 6). */
export type OAuth2RefreshInput = {
  /** Which configured provider. */
  provider: string;
  /** The refresh token as last received. */
  refreshToken: string;
  /** A narrower scope to ask for. Null or left out: the scope already granted. */
  scope?: Array<string> | null | undefined;
};

/** The stable name of a refusal. */
export type RefreshErrorCode =
  /** A field of the input is missing or not valid. */
  | 'INVALID_INPUT'
  /** The issuer refused for a reason that is not the token. */
  | 'ISSUER_REJECTED'
  /** The issuer was not reached; the token was not spent. */
  | 'ISSUER_UNAVAILABLE'
  /** The issuer was reached and may have spent the token. */
  | 'OUTCOME_UNKNOWN'
  /** Too many calls, here or at the issuer. */
  | 'RATE_LIMITED'
  /** The session was ended: by its user, a back end or a reuse. */
  | 'SESSION_REVOKED'
  /** The refresh token was valid once; its time is over. */
  | 'TOKEN_EXPIRED'
  /** The refresh token is unknown, malformed or not for this issuer. */
  | 'TOKEN_INVALID'
  /** A refresh token that was spent before came back, so its whole session has ended. */
  | 'TOKEN_REUSED'
  /** The call needs a valid access token or the service key. */
  | 'UNAUTHENTICATED';

/** The refresh token and where it comes from: exactly one member. */
export type RefreshTokenInput =
  {   /** A Cloudreve site. */
  cloudreve: CloudreveRefreshInput; native?: never; oauth2?: never; walletKit?: never; }
  |  { cloudreve?: never;   /** The native issuer. */
  native: NativeRefreshInput; oauth2?: never; walletKit?: never; }
  |  { cloudreve?: never; native?: never;   /** An OAuth 2.0 provider. */
  oauth2: OAuth2RefreshInput; walletKit?: never; }
  |  { cloudreve?: never; native?: never; oauth2?: never;   /** WalletKit testnet or mainnet. */
  walletKit: WalletKitRefreshInput; };

/** Which WalletKit. Sessions of one are unknown to the other. */
export type WalletKitNetwork =
  /** https://mainnet.walletkit.com, unless configured otherwise. */
  | 'MAINNET'
  /** https://testnet.walletkit.com, unless configured otherwise. */
  | 'TESTNET';

/** A WalletKit session (POST /users/refresh-token). */
export type WalletKitRefreshInput = {
  /** The network the session was made on. */
  network: WalletKitNetwork;
  /** The WalletKit project. Null or left out: the project that the deployment is configured with. */
  projectId?: string | null | undefined;
  /** The refresh token as last received. */
  refreshToken: string;
  /** The `id` of the session as last received. */
  sessionId: string;
};

export type RefreshMutationVariables = Exact<{
  input: RefreshTokenInput;
}>;


export type RefreshMutation = { refreshToken:
    | { __typename: 'InvalidInputError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string }
    | { __typename: 'InvalidRefreshTokenError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string }
    | { __typename: 'IssuerRejectedError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string }
    | { __typename: 'IssuerUnavailableError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string }
    | { __typename: 'RateLimitedError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string, retryAfter: number }
    | { __typename: 'Session', accessToken: string, refreshToken: string }
    | { __typename: 'Token', accessToken: string, refreshToken: string }
   };


export const RefreshDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Refresh"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refreshToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenPair"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"reauthenticate"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}}]}}]}}]} as unknown as DocumentNode<RefreshMutation, RefreshMutationVariables>;