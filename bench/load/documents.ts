import type { Chain, Load } from './chain.ts';

/** A `RefreshTokenInput` that a caller starts from. */
export type Seed = Readonly<Record<string, Readonly<Record<string, string>>>>;

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

/** The same of a session as WalletKit names it. */
const GATEWAY_REFRESH = `mutation Refresh($input: users_refresh_token_request_Input!) {
  users_refresh_token(input: $input) {
    __typename
    ... on Session {
      id
      access_token
      access_token_expires_at
      refresh_token
      refresh_token_expires_at
    }
    ... on ErrorResponse { code error }
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

/** Chained refreshes at a gateway that shows WalletKit's own API as GraphQL. */
export function gatewayRefreshes(seeds: readonly Seed[]): Load {
  const chains = seeds.map(({ walletKit }) => {
    const { sessionId: session_id = '', refreshToken = '' } = walletKit ?? {};
    const variables = { input: { session_id, refresh_token: refreshToken } };
    return split(JSON.stringify({ query: GATEWAY_REFRESH, variables }), refreshToken);
  });
  return { path, chains, proof: '"refresh_token":"', carries: true };
}

/** Chained refreshes at an OAuth 2.0 token endpoint (RFC 6749 section 6). */
export function tokenEndpointRefreshes(seeds: readonly Seed[]): Load {
  const client = { client_id: 'bench', client_secret: 'secret-of-the-benchmark' };
  const chains = seeds.map((seed) => {
    const refresh_token = tokenOf(seed);
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token, ...client });
    return split(form.toString(), refresh_token);
  });
  const contentType = 'application/x-www-form-urlencoded';
  return { path: '/token', contentType, chains, proof: '"refresh_token":"', carries: true };
}

const tokenOf = (seed: Seed): string => Object.values(seed)[0]?.['refreshToken'] ?? '';

function toChain(input: Seed): Chain {
  return split(JSON.stringify({ query: REFRESH, variables: { input } }), tokenOf(input));
}

function split(body: string, token: string): Chain {
  const start = body.lastIndexOf(token);
  return { before: body.slice(0, start), token, after: body.slice(start + token.length) };
}

function repeat(chain: Chain, connections: number): Chain[] {
  return Array.from({ length: connections }, () => chain);
}
