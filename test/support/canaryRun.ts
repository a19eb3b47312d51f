import { type CanaryServer, MARKER } from './canaryServer.ts';
import { requestCorpus } from './requestCorpus.ts';
import { SERVICE_KEY } from './startTestServer.ts';

const REFRESH = `mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) {
  ... on TokenPair { accessToken refreshToken } ... on RefreshError { code message correlationId } } }`;
const REVOKE = 'mutation ($input: RevokeTokenInput!) { revokeToken(input: $input) { __typename } }';
const ISSUE =
  'mutation { issueToken(input: { userId: "ada" }) { ... on Token { accessToken refreshToken } } }';

interface Pair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

export const graphql = ({ send }: CanaryServer, body: unknown, headers = {}) =>
  send('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });

export async function issue(canary: CanaryServer): Promise<Pair> {
  const { body } = await graphql(canary, { query: ISSUE }, { 'x-service-key': SERVICE_KEY });
  return body.data.issueToken;
}

const native = (refreshToken: string) => ({ input: { native: { refreshToken } } });
const refresh = (canary: CanaryServer, refreshToken: string) =>
  graphql(canary, { query: REFRESH, variables: native(refreshToken) });

/** The life of a session: refreshed, replayed, reused, revoked, looked at. */
export async function liveAndDie(canary: CanaryServer): Promise<void> {
  const first = await issue(canary);
  const second = (await refresh(canary, first.refreshToken)).body.data.refreshToken;
  await refresh(canary, first.refreshToken);
  await refresh(canary, second.refreshToken);
  await refresh(canary, first.refreshToken);
  const other = await issue(canary);
  const authorization = `Bearer ${other.accessToken}`;
  await graphql(canary, { query: '{ viewer { id activeSessions { id } } }' }, { authorization });
  await graphql(canary, { query: REVOKE, variables: native(other.refreshToken) });
  await refresh(canary, other.refreshToken);
  canary.server.clock.advance(1_209_600_000);
  await refresh(canary, other.refreshToken);
}

/** Good and hostile requests with a token in every place that a caller can put one. */
export async function sendEverywhere(canary: CanaryServer): Promise<void> {
  const pair = await issue(canary);
  const values = { $REFRESH: pair.refreshToken, $ACCESS: pair.accessToken, $SERVICE: SERVICE_KEY };
  for (const { headers, body } of requestCorpus) {
    let text = JSON.stringify({ headers, body }).replaceAll('nonsense', `${MARKER}-nonsense`);
    for (const [name, value] of Object.entries(values)) text = text.replaceAll(name, value);
    const sample = JSON.parse(text);
    await graphql(canary, sample.body, { ...sample.headers, authorization: `Bearer ${MARKER}` });
  }
  for (const token of [MARKER, `${MARKER}.${MARKER}.${MARKER}`, `${pair.refreshToken}${MARKER}`]) {
    await refresh(canary, token);
    await graphql(canary, { query: REVOKE, variables: native(token) });
  }
}

/** The marker in headers, paths, query strings and bodies of every endpoint. */
export async function sendOddly(canary: CanaryServer): Promise<void> {
  const headers = {
    authorization: `Bearer ${MARKER}`,
    cookie: `token=${MARKER}`,
    'x-service-key': MARKER,
    'x-gateway-key': MARKER,
    'x-correlation-id': MARKER,
    'x-forwarded-for': MARKER,
    'user-agent': MARKER,
    origin: `https://${MARKER}.example`,
  };
  const bodies: Readonly<Record<string, string>> = {
    'application/json': JSON.stringify({ refresh_token: MARKER, refreshToken: MARKER }),
    'application/x-www-form-urlencoded': `grant_type=refresh_token&refresh_token=${MARKER}&token=${MARKER}&client_id=${MARKER}`,
    'text/plain': MARKER,
  };
  for (const path of ENDPOINTS) {
    await canary.send(`${path}?query=${MARKER}&documentId=${MARKER}&x=${MARKER}`, { headers });
    for (const method of ['POST', 'PUT', 'DELETE']) {
      for (const [type, body] of Object.entries(bodies)) {
        const sent = { ...headers, 'content-type': type };
        await canary.send(path, { method, headers: sent, body });
      }
    }
  }
}

const ENDPOINTS = [
  '/graphql',
  '/health',
  '/ready',
  '/.well-known/jwks.json',
  '/.well-known/oauth-authorization-server',
  '/oauth2/token',
  '/oauth2/revoke',
  '/oauth2/introspect',
  '/session/token/refresh',
  '/session/token',
  '/walletkit/testnet/users/refresh-token',
  '/trpc/refreshToken',
  '/trpc/viewer',
  '/nowhere',
];
