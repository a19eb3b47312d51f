/** The part of RefreshQL's schema that the load asks for, for programs that take SDL. */
export const walletKitSdl = /* GraphQL */ `
  type Query { _: Boolean }
  type Mutation { refreshToken(input: RefreshTokenInput!): RefreshTokenResult! }
  input RefreshTokenInput { walletKit: WalletKitRefreshInput, native: NativeRefreshInput }
  input WalletKitRefreshInput { network: String!, projectId: ID, sessionId: ID!, refreshToken: String! }
  input NativeRefreshInput { refreshToken: String! }
  union RefreshTokenResult = Session | Refusal
  scalar DateTime
  type Issuer { id: ID! }
  interface TokenPair {
    issuer: Issuer! accessToken: String! accessTokenExpiresAt: DateTime! accessTokenExpiresIn: Int!
    refreshToken: String! refreshTokenExpiresAt: DateTime rotated: Boolean!
  }
  type Session implements TokenPair {
    issuer: Issuer! accessToken: String! accessTokenExpiresAt: DateTime! accessTokenExpiresIn: Int!
    refreshToken: String! refreshTokenExpiresAt: DateTime rotated: Boolean!
  }
  interface RefreshError {
    code: String! message: String! retryable: Boolean! reauthenticate: Boolean! correlationId: ID!
  }
  type Refusal implements RefreshError {
    code: String! message: String! retryable: Boolean! reauthenticate: Boolean! correlationId: ID!
  }
`;
