import type { Chain, Load } from './chain.ts';

/** A `RefreshTokenInput` that a caller starts from. */
export type Seed = Readonly<Record<string, { readonly refreshToken: string }>>;

/** A refresh with what a client would ask for, from any issuer. */
const REFRESH = `mutation Refresh($input: RefreshTokenInput!) {
  refreshToken(input: $input) {
    __typename
    ... on TokenPair {
      issuer { id }
      accessToken
      accessTokenExpiresAt
      accessTokenExpiresIn
      refreshToken
      refreshTokenExpiresAt
      rotated
    }
    ... on RefreshError { code message retryable reauthenticate correlationId }
  }
}`;

const path = '/graphql';

/** One chained refresh for each seed. */
export function chainedRefreshes(seeds: readonly Seed[]): Load {
  return { path, chains: seeds.map(toChain), proof: '"refreshToken":"', carries: true };
}

/** The same refresh again and again, refused before any store or key is asked. */
export function refusedRefreshes(connections: number): Load {
  const chain = toChain({ native: { refreshToken: 'not-a-token' } });
  return { path, chains: repeat(chain, connections), proof: '"code":"TOKEN_INVALID"' };
}

/** `{ __typename }` again and again: what GraphQL costs when it does nothing. */
export function emptyQueries(connections: number): Load {
  const chain = { before: JSON.stringify({ query: '{ __typename }' }), token: '', after: '' };
  return { path, chains: repeat(chain, connections), proof: '{"data":{"__typename":"Query"}}' };
}

function toChain(input: Seed): Chain {
  const token = Object.values(input)[0]?.refreshToken ?? '';
  const body = JSON.stringify({ query: REFRESH, variables: { input } });
  const start = body.lastIndexOf(token);
  return { before: body.slice(0, start), token, after: body.slice(start + token.length) };
}

function repeat(chain: Chain, connections: number): Chain[] {
  return Array.from({ length: connections }, () => chain);
}
