/** Starts a session. */
export const IssueToken = `
  mutation IssueToken($input: IssueTokenInput!) {
    issueToken(input: $input) {
      __typename
      ... on Token { accessToken refreshToken }
      ... on RefreshError { code }
    }
  }
`;

/** A refresh as any client of RefreshQL would ask for it. */
export const RefreshToken = `
  mutation RefreshToken($input: RefreshTokenInput!) {
    refreshToken(input: $input) {
      __typename
      ... on TokenPair { issuer { id } accessToken refreshToken rotated }
      ... on RefreshError { code retryable reauthenticate correlationId }
    }
  }
`;

/** A refresh through a gateway: what it gives belongs to two subgraphs. */
export const RefreshAcross = `
  mutation RefreshAcross($input: RefreshTokenInput!) {
    refreshToken(input: $input) {
      __typename
      ... on TokenPair { issuer { id } accessToken refreshToken rotated }
      ... on Token { user { id displayName } }
      ... on Session { id nickname userId }
      ... on RefreshError { code retryable reauthenticate correlationId }
      ... on InvalidInputError { field }
    }
  }
`;
