import { graphql } from '../gql/gql.ts';

/** A refresh with all that a client would ask for. */
export const RefreshToken = graphql(/* GraphQL */ `
  mutation RefreshToken($input: RefreshTokenInput!) {
    refreshToken(input: $input) {
      __typename
      ... on TokenPair {
        issuer {
          id
          kind
        }
        accessToken
        accessTokenExpiresAt
        accessTokenExpiresIn
        refreshToken
        refreshTokenExpiresAt
        rotated
      }
      ... on Token {
        scope
        user {
          id
        }
      }
      ... on Session {
        id
        createdAt
        projectId
        userId
      }
      ... on RefreshError {
        code
        message
        retryable
        reauthenticate
        correlationId
      }
      ... on InvalidInputError {
        field
      }
      ... on RateLimitedError {
        retryAfter
      }
      ... on IssuerUnavailableError {
        unavailableRetryAfter: retryAfter
        tokenMayBeConsumed
      }
      ... on IssuerRejectedError {
        upstreamStatus
        upstreamCode
      }
    }
  }
`);
