import { graphql } from '../gql/gql.ts';

/** Starts a session. */
export const IssueToken = graphql(/* GraphQL */ `
  mutation IssueToken($input: IssueTokenInput!) {
    issueToken(input: $input) {
      __typename
      ... on Token {
        accessToken
        refreshToken
        scope
        user {
          id
        }
      }
      ... on RefreshError {
        code
        message
      }
      ... on InvalidInputError {
        field
      }
    }
  }
`);

/** Ends what a refresh token stands for. */
export const RevokeToken = graphql(/* GraphQL */ `
  mutation RevokeToken($input: RevokeTokenInput!) {
    revokeToken(input: $input) {
      __typename
      ... on RevokeTokenSuccess {
        issuer {
          id
        }
      }
      ... on RefreshError {
        code
        message
      }
    }
  }
`);

/** Ends sessions. */
export const RevokeSessions = graphql(/* GraphQL */ `
  mutation RevokeSessions($input: RevokeSessionsInput!) {
    revokeSessions(input: $input) {
      __typename
      ... on RevokeSessionsSuccess {
        count
      }
      ... on RefreshError {
        code
        message
      }
      ... on InvalidInputError {
        field
      }
    }
  }
`);

/** The viewer and where they are signed in. */
export const ViewerSessions = graphql(/* GraphQL */ `
  query ViewerSessions($first: Int!) {
    viewer {
      id
      activeSessions(first: $first) {
        id
        createdAt
        lastRefreshedAt
        expiresAt
        userAgent
        ipAddress
        current
      }
    }
  }
`);

/** Every issuer. */
export const Issuers = graphql(/* GraphQL */ `
  query Issuers {
    issuers {
      id
      kind
      displayName
      rotates
      revokes
      jwksUri
    }
  }
`);
