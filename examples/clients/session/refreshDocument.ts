import { graphql } from './gql/gql.ts';

/** Everything a client needs of a refresh: one fragment for each success, one for each refusal. */
export const RefreshDocument = graphql(/* GraphQL */ `
  mutation Refresh($input: RefreshTokenInput!) {
    refreshToken(input: $input) {
      __typename
      ... on TokenPair {
        accessToken
        refreshToken
      }
      ... on RefreshError {
        code
        message
        retryable
        reauthenticate
        correlationId
      }
      ... on RateLimitedError {
        retryAfter
      }
    }
  }
`);
