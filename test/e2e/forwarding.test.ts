import { describe, expect, it } from 'vitest';
import { RefreshToken } from '../documents/refreshToken.ts';
import { RevokeToken } from '../documents/sessions.ts';
import type { CloudreveRefreshInput, OAuth2RefreshInput } from '../gql/graphql.ts';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { post, request } from '../support/graphqlClient.ts';
import { CLIENT_SECRET, startOidcProvider } from '../support/oidcProvider.ts';
import { startTestServer } from '../support/startTestServer.ts';

const PAIR = {
  access_token: 'at_1',
  access_expires: '2026-01-31T13:00:00.123456+00:00',
  refresh_token: 'rt_2',
  refresh_expires: '2026-02-14T20:00:00+08:00',
};

/** A server with one Cloudreve site, which answers with `replies` in turn, and one real OAuth 2.0 provider. */
async function start(...replies: unknown[]) {
  const stack = new AsyncDisposableStack();
  const site = stack.use(
    await startFaultServer((socket, count) => socket.write(jsonReply(200, replies[count - 1]))),
  );
  const idp = stack.use(await startOidcProvider());
  const provider = {
    issuer: idp.url,
    clientId: 'client_secret_basic',
    clientSecret: CLIENT_SECRET,
  };
  const { url } = stack.use(
    await startTestServer({
      env: {
        CLOUDREVE_SITES: JSON.stringify({ home: { url: site.url } }),
        OAUTH2_PROVIDERS: JSON.stringify({ idp: provider }),
      },
    }),
  );
  const refresh = async (
    input: { cloudreve: CloudreveRefreshInput } | { oauth2: OAuth2RefreshInput },
  ) => (await request(url, RefreshToken, { input })).refreshToken;
  return { url, site, idp, refresh, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe('refreshToken at Cloudreve', () => {
  it('answers a Token', async () => {
    await using it = await start({ code: 0, data: PAIR });
    expect(await it.refresh({ cloudreve: { refreshToken: 'rt_1' } })).toMatchObject({
      __typename: 'Token',
      issuer: { id: 'cloudreve:home', kind: 'CLOUDREVE' },
      accessTokenExpiresAt: '2026-01-31T13:00:00.123Z',
      accessTokenExpiresIn: 3600,
      refreshToken: 'rt_2',
      refreshTokenExpiresAt: '2026-02-14T12:00:00.000Z',
      rotated: true,
      scope: null,
      user: null,
    });
    expect(it.site.requests).toHaveLength(1);
  });

  it('may be tried again after 40020, which is no proof that the token is dead', async () => {
    await using it = await start({ code: 40_020, msg: 'x' }, { code: 0, data: PAIR });
    const cloudreve = { site: 'home', refreshToken: 'rt_1' };
    expect(await it.refresh({ cloudreve })).toMatchObject({
      __typename: 'InvalidRefreshTokenError',
      code: 'TOKEN_INVALID',
      retryable: true,
      reauthenticate: true,
    });
    expect(await it.refresh({ cloudreve })).toMatchObject({ __typename: 'Token' });
  });

  it('names the field of a site that there is not', async () => {
    await using it = await start();
    expect(await it.refresh({ cloudreve: { site: 'work', refreshToken: 'rt_1' } })).toMatchObject({
      __typename: 'InvalidInputError',
      field: ['input', 'cloudreve', 'site'],
    });
  });
});

describe('refreshToken at an OAuth 2.0 provider', () => {
  it('answers a Token with the scope granted, and ends it on request', async () => {
    await using it = await start();
    const refreshToken = await it.idp.newRefreshToken();
    const scope = ['openid', 'api:read'];
    const result = await it.refresh({ oauth2: { provider: 'idp', refreshToken, scope } });
    expect(result).toMatchObject({
      __typename: 'Token',
      issuer: { id: 'oauth2:idp', kind: 'OAUTH2' },
      accessTokenExpiresIn: 600,
      refreshTokenExpiresAt: null,
      rotated: true,
      scope,
    });
    const next = (result as { refreshToken: string }).refreshToken;
    const input = { oauth2: { provider: 'idp', refreshToken: next } };
    const { revokeToken } = await request(it.url, RevokeToken, { input });
    expect(revokeToken).toMatchObject({ __typename: 'RevokeTokenSuccess' });
    expect(await it.refresh(input)).toMatchObject({ code: 'TOKEN_INVALID', reauthenticate: true });
  });
});

describe('a refresh token of 15,000 characters', () => {
  it('refreshes in turn, as it fits into a request', async () => {
    const [first, next] = ['a'.repeat(15_000), 'b'.repeat(15_000)];
    const pair = (refresh_token: string) => ({ code: 0, data: { ...PAIR, refresh_token } });
    await using it = await start(pair(first), pair(next));
    const refresh = (refreshToken: string) => it.refresh({ cloudreve: { refreshToken } });
    expect(await refresh('rt_1')).toMatchObject({ refreshToken: first });
    expect(await refresh(first)).toMatchObject({ refreshToken: next });
  });
});

describe('an OAuth 2.0 provider that wants its user to act', () => {
  it('is asked again with the same token, which may work once they have', async () => {
    await using idp = await startFaultServer((socket, count) =>
      socket.write(
        count === 1
          ? jsonReply(400, { error: 'interaction_required' })
          : jsonReply(200, { access_token: 'at_1', refresh_token: 'rt_2' }),
      ),
    );
    const provider = { tokenEndpoint: `${idp.url}/token`, clientId: 'c' };
    const env = { OAUTH2_PROVIDERS: JSON.stringify({ idp: provider }) };
    await using server = await startTestServer({ env });
    const input = { oauth2: { provider: 'idp', refreshToken: 'rt_1' } };
    const ask = async () => (await request(server.url, RefreshToken, { input })).refreshToken;
    expect(await ask()).toMatchObject({
      code: 'TOKEN_INVALID',
      retryable: true,
      reauthenticate: true,
    });
    expect(await ask()).toMatchObject({ __typename: 'Token', refreshToken: 'rt_2' });
  });
});

describe('an upstream in trouble', () => {
  const env = (url: string, more: object = {}) => ({
    CLOUDREVE_SITES: JSON.stringify({ home: { url } }),
    ...more,
  });
  const ask = async (url: string, refreshToken: string) =>
    (await request(url, RefreshToken, { input: { cloudreve: { refreshToken } } })).refreshToken;

  it('is left alone after failures in a row, and called again when the time has passed', async () => {
    await using site = await startFaultServer((socket, count) =>
      socket.write(count <= 5 ? jsonReply(500, {}) : jsonReply(200, { code: 0, data: PAIR })),
    );
    await using server = await startTestServer({ env: env(site.url) });
    for (const token of ['a', 'b', 'c', 'd', 'e']) {
      expect(await ask(server.url, token)).toMatchObject({ unavailableRetryAfter: null });
    }
    expect(await ask(server.url, 'f')).toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      retryable: true,
      tokenMayBeConsumed: false,
      unavailableRetryAfter: 10,
    });
    expect(site.requests).toHaveLength(5);
    server.clock.advance(10_000);
    expect(await ask(server.url, 'f')).toMatchObject({ __typename: 'Token' });
    expect(server.events).toContainEqual(
      expect.objectContaining({ type: 'upstream.opened', origin: site.url }),
    );
  });

  it('is not connected to at a private address, unless that is allowed', async () => {
    await using site = await startFaultServer((socket) => socket.write(jsonReply(200, {})));
    const more = { ALLOW_PRIVATE_UPSTREAMS: 'false' };
    const byName = site.url.replace('127.0.0.1', 'localhost');
    await using server = await startTestServer({ env: env(byName, more) });
    expect(await ask(server.url, 'a')).toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      tokenMayBeConsumed: false,
    });
    expect(site.connections()).toBe(0);
  });
});

describe('issuers', () => {
  it('lists the configured sites and providers with their facts', async () => {
    await using it = await start();
    const query = '{ issuers { id kind displayName rotates revokes jwksUri } }';
    const { data } = (await (await post(it.url, { query })).json()) as {
      data: { issuers: object[] };
    };
    expect(data.issuers.slice(-2)).toEqual([
      {
        id: 'cloudreve:home',
        kind: 'CLOUDREVE',
        displayName: 'Cloudreve home',
        rotates: true,
        revokes: true,
        jwksUri: null,
      },
      {
        id: 'oauth2:idp',
        kind: 'OAUTH2',
        displayName: 'OAuth 2.0 idp',
        rotates: true,
        revokes: true,
        jwksUri: null,
      },
    ]);
  });
});
