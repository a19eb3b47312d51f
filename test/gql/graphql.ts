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

/** Who signs in, and what the session is for. */
export type IssueTokenInput = {
  /** Who the access tokens are for beside the issuer itself (`aud`), at most 16, and together with the scope at most 3072 bytes of JSON. Null or left out: nobody else. */
  audience?: Array<string> | null | undefined;
  /** The IPv4 or IPv6 address, for the list of sessions. */
  ipAddress?: string | null | undefined;
  /** What the access tokens allow, at most 64 scopes. Null or left out: no scope. */
  scope?: Array<string> | null | undefined;
  /** The device, for the list of sessions; at most 512 characters. */
  userAgent?: string | null | undefined;
  /** The subject (`sub`) of the tokens, 1 to 256 characters. */
  userId: string;
};

/** The family of an issuer; it decides which member of RefreshTokenInput to send. */
export type IssuerKind =
  /** A Cloudreve v4 site. */
  | 'CLOUDREVE'
  /** The issuer built into this server; it signs and rotates its own tokens. */
  | 'NATIVE'
  /** An OAuth 2.0 token endpoint (RFC 6749). */
  | 'OAUTH2'
  /** WalletKit, testnet or mainnet. */
  | 'WALLETKIT';

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

/** Which sessions to end: exactly one member. `all` and `others` speak of the viewer; `userId` needs the service key. */
export type RevokeSessionsInput =
  {   /** True: all of the viewer’s sessions. */
  all: boolean; id?: never; others?: never; userId?: never; }
  |  { all?: never;   /** One session: one of the viewer’s own, or any with the service key. */
  id: string; others?: never; userId?: never; }
  |  { all?: never; id?: never;   /** True: all of the viewer’s sessions but the one of the access token that asks. */
  others: boolean; userId?: never; }
  |  { all?: never; id?: never; others?: never;   /** All sessions of this user. Needs the service key. */
  userId: string; };

/** The refresh token to end and where it comes from: exactly one member. */
export type RevokeTokenInput =
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

export type RefreshTokenMutationVariables = Exact<{
  input: RefreshTokenInput;
}>;


export type RefreshTokenMutation = { refreshToken:
    | { __typename: 'InvalidInputError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string, field: Array<string> }
    | { __typename: 'InvalidRefreshTokenError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string }
    | { __typename: 'IssuerRejectedError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string, upstreamStatus: number | null, upstreamCode: string | null }
    | { __typename: 'IssuerUnavailableError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string, tokenMayBeConsumed: boolean, unavailableRetryAfter: number | null }
    | { __typename: 'RateLimitedError', code: RefreshErrorCode, message: string, retryable: boolean, reauthenticate: boolean, correlationId: string, retryAfter: number }
    | { __typename: 'Session', accessToken: string, accessTokenExpiresAt: string, accessTokenExpiresIn: number, refreshToken: string, refreshTokenExpiresAt: string, rotated: boolean, id: string, createdAt: string, projectId: string, userId: string, issuer: { id: string, kind: IssuerKind } }
    | { __typename: 'Token', accessToken: string, accessTokenExpiresAt: string, accessTokenExpiresIn: number, refreshToken: string, refreshTokenExpiresAt: string | null, rotated: boolean, scope: Array<string> | null, issuer: { id: string, kind: IssuerKind }, user: { id: string } | null }
   };

export type IssueTokenMutationVariables = Exact<{
  input: IssueTokenInput;
}>;


export type IssueTokenMutation = { issueToken:
    | { __typename: 'InvalidInputError', code: RefreshErrorCode, message: string, field: Array<string> }
    | { __typename: 'IssuerUnavailableError', code: RefreshErrorCode, message: string }
    | { __typename: 'RateLimitedError', code: RefreshErrorCode, message: string }
    | { __typename: 'Token', accessToken: string, refreshToken: string, scope: Array<string> | null, user: { id: string } | null }
    | { __typename: 'UnauthenticatedError', code: RefreshErrorCode, message: string }
   };

export type RevokeTokenMutationVariables = Exact<{
  input: RevokeTokenInput;
}>;


export type RevokeTokenMutation = { revokeToken:
    | { __typename: 'InvalidInputError', code: RefreshErrorCode, message: string }
    | { __typename: 'IssuerRejectedError', code: RefreshErrorCode, message: string }
    | { __typename: 'IssuerUnavailableError', code: RefreshErrorCode, message: string }
    | { __typename: 'RateLimitedError', code: RefreshErrorCode, message: string }
    | { __typename: 'RevokeTokenSuccess', issuer: { id: string } }
   };

export type RevokeSessionsMutationVariables = Exact<{
  input: RevokeSessionsInput;
}>;


export type RevokeSessionsMutation = { revokeSessions:
    | { __typename: 'InvalidInputError', code: RefreshErrorCode, message: string, field: Array<string> }
    | { __typename: 'IssuerUnavailableError', code: RefreshErrorCode, message: string }
    | { __typename: 'RevokeSessionsSuccess', count: number }
    | { __typename: 'UnauthenticatedError', code: RefreshErrorCode, message: string }
   };

export type ViewerSessionsQueryVariables = Exact<{
  first: number;
}>;


export type ViewerSessionsQuery = { viewer: { id: string, activeSessions: Array<{ id: string, createdAt: string, lastRefreshedAt: string | null, expiresAt: string, userAgent: string | null, ipAddress: string | null, current: boolean }> } | null };

export type IssuersQueryVariables = Exact<{ [key: string]: never; }>;


export type IssuersQuery = { issuers: Array<{ id: string, kind: IssuerKind, displayName: string, rotates: boolean, revokes: boolean, jwksUri: string | null }> };


export const RefreshTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RefreshToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"refreshToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"TokenPair"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issuer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}}]}},{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"accessTokenExpiresIn"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshTokenExpiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"rotated"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Session"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"projectId"}},{"kind":"Field","name":{"kind":"Name","value":"userId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"reauthenticate"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RateLimitedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"retryAfter"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IssuerUnavailableError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","alias":{"kind":"Name","value":"unavailableRetryAfter"},"name":{"kind":"Name","value":"retryAfter"}},{"kind":"Field","name":{"kind":"Name","value":"tokenMayBeConsumed"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"IssuerRejectedError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"upstreamStatus"}},{"kind":"Field","name":{"kind":"Name","value":"upstreamCode"}}]}}]}}]}}]} as unknown as DocumentNode<RefreshTokenMutation, RefreshTokenMutationVariables>;
export const IssueTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"IssueToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"IssueTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issueToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Token"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"accessToken"}},{"kind":"Field","name":{"kind":"Name","value":"refreshToken"}},{"kind":"Field","name":{"kind":"Name","value":"scope"}},{"kind":"Field","name":{"kind":"Name","value":"user"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<IssueTokenMutation, IssueTokenMutationVariables>;
export const RevokeTokenDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeToken"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTokenInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeToken"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeTokenSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issuer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeTokenMutation, RevokeTokenMutationVariables>;
export const RevokeSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"RevokeSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionsInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"revokeSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"__typename"}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RevokeSessionsSuccess"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"count"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"RefreshError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}},{"kind":"InlineFragment","typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"InvalidInputError"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}}]}}]}}]}}]} as unknown as DocumentNode<RevokeSessionsMutation, RevokeSessionsMutationVariables>;
export const ViewerSessionsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"ViewerSessions"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"viewer"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"activeSessions"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"lastRefreshedAt"}},{"kind":"Field","name":{"kind":"Name","value":"expiresAt"}},{"kind":"Field","name":{"kind":"Name","value":"userAgent"}},{"kind":"Field","name":{"kind":"Name","value":"ipAddress"}},{"kind":"Field","name":{"kind":"Name","value":"current"}}]}}]}}]}}]} as unknown as DocumentNode<ViewerSessionsQuery, ViewerSessionsQueryVariables>;
export const IssuersDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Issuers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"issuers"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"rotates"}},{"kind":"Field","name":{"kind":"Name","value":"revokes"}},{"kind":"Field","name":{"kind":"Name","value":"jwksUri"}}]}}]}}]} as unknown as DocumentNode<IssuersQuery, IssuersQueryVariables>;