/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation RefreshToken($input: RefreshTokenInput!) {\n    refreshToken(input: $input) {\n      __typename\n      ... on TokenPair {\n        issuer {\n          id\n          kind\n        }\n        accessToken\n        accessTokenExpiresAt\n        accessTokenExpiresIn\n        refreshToken\n        refreshTokenExpiresAt\n        rotated\n      }\n      ... on Token {\n        scope\n        user {\n          id\n        }\n      }\n      ... on Session {\n        id\n        createdAt\n        projectId\n        userId\n      }\n      ... on RefreshError {\n        code\n        message\n        retryable\n        reauthenticate\n        correlationId\n      }\n      ... on InvalidInputError {\n        field\n      }\n      ... on RateLimitedError {\n        retryAfter\n      }\n      ... on IssuerUnavailableError {\n        unavailableRetryAfter: retryAfter\n        tokenMayBeConsumed\n      }\n      ... on IssuerRejectedError {\n        upstreamStatus\n        upstreamCode\n      }\n    }\n  }\n": typeof types.RefreshTokenDocument,
    "\n  mutation IssueToken($input: IssueTokenInput!) {\n    issueToken(input: $input) {\n      __typename\n      ... on Token {\n        accessToken\n        refreshToken\n        scope\n        user {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n": typeof types.IssueTokenDocument,
    "\n  mutation RevokeToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess {\n        issuer {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RevokeTokenDocument,
    "\n  mutation RevokeSessions($input: RevokeSessionsInput!) {\n    revokeSessions(input: $input) {\n      __typename\n      ... on RevokeSessionsSuccess {\n        count\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n": typeof types.RevokeSessionsDocument,
    "\n  query ViewerSessions($first: Int!) {\n    viewer {\n      id\n      activeSessions(first: $first) {\n        id\n        createdAt\n        lastRefreshedAt\n        expiresAt\n        userAgent\n        ipAddress\n        current\n      }\n    }\n  }\n": typeof types.ViewerSessionsDocument,
    "\n  query Issuers {\n    issuers {\n      id\n      kind\n      displayName\n      rotates\n      revokes\n      jwksUri\n    }\n  }\n": typeof types.IssuersDocument,
};
const documents: Documents = {
    "\n  mutation RefreshToken($input: RefreshTokenInput!) {\n    refreshToken(input: $input) {\n      __typename\n      ... on TokenPair {\n        issuer {\n          id\n          kind\n        }\n        accessToken\n        accessTokenExpiresAt\n        accessTokenExpiresIn\n        refreshToken\n        refreshTokenExpiresAt\n        rotated\n      }\n      ... on Token {\n        scope\n        user {\n          id\n        }\n      }\n      ... on Session {\n        id\n        createdAt\n        projectId\n        userId\n      }\n      ... on RefreshError {\n        code\n        message\n        retryable\n        reauthenticate\n        correlationId\n      }\n      ... on InvalidInputError {\n        field\n      }\n      ... on RateLimitedError {\n        retryAfter\n      }\n      ... on IssuerUnavailableError {\n        unavailableRetryAfter: retryAfter\n        tokenMayBeConsumed\n      }\n      ... on IssuerRejectedError {\n        upstreamStatus\n        upstreamCode\n      }\n    }\n  }\n": types.RefreshTokenDocument,
    "\n  mutation IssueToken($input: IssueTokenInput!) {\n    issueToken(input: $input) {\n      __typename\n      ... on Token {\n        accessToken\n        refreshToken\n        scope\n        user {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n": types.IssueTokenDocument,
    "\n  mutation RevokeToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess {\n        issuer {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n    }\n  }\n": types.RevokeTokenDocument,
    "\n  mutation RevokeSessions($input: RevokeSessionsInput!) {\n    revokeSessions(input: $input) {\n      __typename\n      ... on RevokeSessionsSuccess {\n        count\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n": types.RevokeSessionsDocument,
    "\n  query ViewerSessions($first: Int!) {\n    viewer {\n      id\n      activeSessions(first: $first) {\n        id\n        createdAt\n        lastRefreshedAt\n        expiresAt\n        userAgent\n        ipAddress\n        current\n      }\n    }\n  }\n": types.ViewerSessionsDocument,
    "\n  query Issuers {\n    issuers {\n      id\n      kind\n      displayName\n      rotates\n      revokes\n      jwksUri\n    }\n  }\n": types.IssuersDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RefreshToken($input: RefreshTokenInput!) {\n    refreshToken(input: $input) {\n      __typename\n      ... on TokenPair {\n        issuer {\n          id\n          kind\n        }\n        accessToken\n        accessTokenExpiresAt\n        accessTokenExpiresIn\n        refreshToken\n        refreshTokenExpiresAt\n        rotated\n      }\n      ... on Token {\n        scope\n        user {\n          id\n        }\n      }\n      ... on Session {\n        id\n        createdAt\n        projectId\n        userId\n      }\n      ... on RefreshError {\n        code\n        message\n        retryable\n        reauthenticate\n        correlationId\n      }\n      ... on InvalidInputError {\n        field\n      }\n      ... on RateLimitedError {\n        retryAfter\n      }\n      ... on IssuerUnavailableError {\n        unavailableRetryAfter: retryAfter\n        tokenMayBeConsumed\n      }\n      ... on IssuerRejectedError {\n        upstreamStatus\n        upstreamCode\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RefreshToken($input: RefreshTokenInput!) {\n    refreshToken(input: $input) {\n      __typename\n      ... on TokenPair {\n        issuer {\n          id\n          kind\n        }\n        accessToken\n        accessTokenExpiresAt\n        accessTokenExpiresIn\n        refreshToken\n        refreshTokenExpiresAt\n        rotated\n      }\n      ... on Token {\n        scope\n        user {\n          id\n        }\n      }\n      ... on Session {\n        id\n        createdAt\n        projectId\n        userId\n      }\n      ... on RefreshError {\n        code\n        message\n        retryable\n        reauthenticate\n        correlationId\n      }\n      ... on InvalidInputError {\n        field\n      }\n      ... on RateLimitedError {\n        retryAfter\n      }\n      ... on IssuerUnavailableError {\n        unavailableRetryAfter: retryAfter\n        tokenMayBeConsumed\n      }\n      ... on IssuerRejectedError {\n        upstreamStatus\n        upstreamCode\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation IssueToken($input: IssueTokenInput!) {\n    issueToken(input: $input) {\n      __typename\n      ... on Token {\n        accessToken\n        refreshToken\n        scope\n        user {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation IssueToken($input: IssueTokenInput!) {\n    issueToken(input: $input) {\n      __typename\n      ... on Token {\n        accessToken\n        refreshToken\n        scope\n        user {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess {\n        issuer {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeToken($input: RevokeTokenInput!) {\n    revokeToken(input: $input) {\n      __typename\n      ... on RevokeTokenSuccess {\n        issuer {\n          id\n        }\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSessions($input: RevokeSessionsInput!) {\n    revokeSessions(input: $input) {\n      __typename\n      ... on RevokeSessionsSuccess {\n        count\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeSessions($input: RevokeSessionsInput!) {\n    revokeSessions(input: $input) {\n      __typename\n      ... on RevokeSessionsSuccess {\n        count\n      }\n      ... on RefreshError {\n        code\n        message\n      }\n      ... on InvalidInputError {\n        field\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ViewerSessions($first: Int!) {\n    viewer {\n      id\n      activeSessions(first: $first) {\n        id\n        createdAt\n        lastRefreshedAt\n        expiresAt\n        userAgent\n        ipAddress\n        current\n      }\n    }\n  }\n"): (typeof documents)["\n  query ViewerSessions($first: Int!) {\n    viewer {\n      id\n      activeSessions(first: $first) {\n        id\n        createdAt\n        lastRefreshedAt\n        expiresAt\n        userAgent\n        ipAddress\n        current\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Issuers {\n    issuers {\n      id\n      kind\n      displayName\n      rotates\n      revokes\n      jwksUri\n    }\n  }\n"): (typeof documents)["\n  query Issuers {\n    issuers {\n      id\n      kind\n      displayName\n      rotates\n      revokes\n      jwksUri\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;