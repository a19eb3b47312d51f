import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { GATEWAY_KEY, PRODUCTION } from '../support/production.ts';
import { startTestServer } from '../support/startTestServer.ts';

type Answer = { data?: Record<string, unknown> | null; errors?: { message: string }[] };

async function ask(url: string, query: string, headers = {}, variables?: object) {
  return (await (await post(url, { query, variables }, headers)).json()) as Answer;
}

const wrongNames = [
  '{ viewers { id } }',
  '{ issuers { ids } }',
  '{ issuers(x: 1) { id } }',
  '{ viewer { activeSessions(firs: 1) { id } } }',
  'query ($x: Usr) { __typename }',
  'mutation { refreshToken(input: { natives: {} }) { __typename } }',
  'mutation { refreshToken(input: { walletKit: { network: TESTNETT } }) { __typename } }',
  'mutation { issueToken(input: { userId: "a" }) { accessToken } }',
  'mutation { refreshToken(input: { native: { refreshToken: "a" } }) { code } }',
  '{ __typename @includ(if: true) }',
];

describe('in production', () => {
  it.each(wrongNames)('%s is answered without suggesting names', async (query) => {
    await using server = await startTestServer({ env: PRODUCTION });
    const { errors } = await ask(server.url, query);
    expect(errors?.length).toBeGreaterThan(0);
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
  });

  it('a wrong variable is answered without suggesting names', async () => {
    await using server = await startTestServer({ env: PRODUCTION });
    const query = 'mutation ($i: RefreshTokenInput!) { refreshToken(input: $i) { __typename } }';
    for (const i of [{ natives: {} }, { walletKit: { network: 'TESTNETT' } }]) {
      const { errors } = await ask(server.url, query, {}, { i });
      expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    }
  });

  it('the schema cannot be introspected, by the gateway neither', async () => {
    await using server = await startTestServer({ env: PRODUCTION });
    const gateway = { 'x-gateway-key': GATEWAY_KEY };
    for (const headers of [{}, gateway]) {
      const full = await ask(server.url, getIntrospectionQuery(), headers);
      expect(full.data).toBeUndefined();
      const one = await ask(server.url, '{ __type(name: "Query") { name } }', headers);
      expect(one.data).toBeUndefined();
      expect(await ask(server.url, '{ __typename }', headers)).toEqual({
        data: { __typename: 'Query' },
      });
    }
  });

  it('the SDL is for a gateway that proves itself', async () => {
    await using server = await startTestServer({ env: PRODUCTION });
    const query = '{ _service { sdl } }';
    for (const headers of [{}, { 'x-gateway-key': 'x'.repeat(40) }, { 'x-gateway-key': '' }]) {
      const { data, errors } = await ask(server.url, query, headers);
      expect(data).toBeNull();
      expect(errors?.[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
    }
    const { data } = await ask(server.url, query, { 'x-gateway-key': GATEWAY_KEY });
    expect(JSON.stringify(data)).toContain('@oneOf');
    // The answer to one caller must not be kept for another.
    expect((await ask(server.url, query)).data).toBeNull();
    expect(server.events.filter(({ type }) => type === 'defect')).toEqual([]);
  });

  it('without a gateway key nobody is a gateway', async () => {
    await using server = await startTestServer({ env: { ...PRODUCTION, GATEWAY_KEY: '' } });
    for (const headers of [{}, { 'x-gateway-key': '' }, { 'x-gateway-key': 'null' }]) {
      expect((await ask(server.url, '{ _service { sdl } }', headers)).data).toBeNull();
    }
  });
});

describe('in development', () => {
  it('names are suggested, the schema introspected and the SDL read by anyone', async () => {
    await using server = await startTestServer();
    expect(JSON.stringify(await ask(server.url, '{ viewers { id } }'))).toContain(
      'Did you mean \\"viewer\\"',
    );
    expect((await ask(server.url, getIntrospectionQuery())).errors).toBeUndefined();
    expect((await ask(server.url, '{ _service { sdl } }')).errors).toBeUndefined();
  });
});

describe('cookies', () => {
  it('are neither set nor read: there is no cookie mode, so there is nothing to forge a request with', async () => {
    await using server = await startTestServer();
    const token = (await ask(
      server.url,
      'mutation { issueToken(input: { userId: "u" }) { ... on Token { accessToken } } }',
      {
        'x-service-key': 'service-key-of-the-tests-0123456789abcdef',
      },
    )) as { data: { issueToken: { accessToken: string } } };
    const { accessToken } = token.data.issueToken;
    const cookie = `accessToken=${accessToken}; authorization=Bearer ${accessToken}; token=${accessToken}`;
    const response = await post(server.url, { query: '{ viewer { id } }' }, { cookie });
    expect(await response.json()).toEqual({ data: { viewer: null } });
    for (const path of ['/graphql', '/health', '/ready', '/metrics', '/.well-known/jwks.json']) {
      const { headers, body } = await fetch(server.url + path, {
        headers: { accept: 'text/html' },
      });
      await body?.cancel();
      expect(headers.has('set-cookie'), path).toBe(false);
    }
    expect(response.headers.has('set-cookie')).toBe(false);
  });
});
