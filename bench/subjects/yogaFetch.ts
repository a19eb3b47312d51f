import { createServer } from 'node:http';
import { createSchema, createYoga } from 'graphql-yoga';
import { toSession, toWalletKitRequest } from './floor/walletKit.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// What one would start with: Yoga, a schema in SDL and a resolver that fetches. It leaves out what forwardDispatch does.
const { upstreamUrl } = subjectOptions();

const typeDefs = /* GraphQL */ `
  type Query { _: Boolean }
  type Mutation { refreshToken(input: RefreshTokenInput!): RefreshTokenResult! }
  input RefreshTokenInput { walletKit: WalletKitRefreshInput }
  input WalletKitRefreshInput { network: String!, projectId: ID, sessionId: ID!, refreshToken: String! }
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

async function refreshToken(
  _root: unknown,
  args: { input: { walletKit: Record<string, string> } },
) {
  const { path, ...init } = toWalletKitRequest(args.input.walletKit);
  const response = await fetch(`${upstreamUrl}${path}`, init);
  if (!response.ok) throw new Error('The refresh was refused.');
  return toSession((await response.json()) as Record<string, string>);
}

const yoga = createYoga({
  schema: createSchema({ typeDefs, resolvers: { Mutation: { refreshToken } } }),
});
announce({ url: await listen(createServer(yoga)), seeds: [] });
