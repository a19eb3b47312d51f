import { describe, expect, it } from 'vitest';
import { RefreshToken } from '../documents/refreshToken.ts';
import { request } from '../support/graphqlClient.ts';
import { serve } from '../support/serve.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';

const MOST = 2 ** 31 - 1;

/** A server whose WalletKit and Cloudreve both give pairs that end at `expiry`. */
async function start(expiry: string, fastLane = true) {
  const stack = new AsyncDisposableStack();
  const session = {
    ...{ id: 's', created_at: expiry, project_id: 'p', user_id: 'u' },
    ...{ access_token: 'at_1', access_token_expires_at: expiry },
    ...{ refresh_token: 'rt_1', refresh_token_expires_at: expiry },
  };
  const token = {
    ...{ access_token: 'at_1', access_expires: expiry },
    ...{ refresh_token: 'rt_1', refresh_expires: expiry },
  };
  const { url } = stack.use(
    await serve((request, response) => {
      const body = request.url?.startsWith('/users') ? session : { code: 0, data: token };
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
    }),
  );
  const env = {
    WALLETKIT_PROJECT_ID: 'p',
    WALLETKIT_TESTNET_URL: url,
    CLOUDREVE_SITES: JSON.stringify({ home: { url } }),
  };
  const server = stack.use(await startTestServer({ env, fastLane }));
  return { server, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

async function post({ url }: TestServer, path: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', 'x-walletkit-project-id': 'p' };
  const reply = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return await reply.json();
}

const INPUTS = {
  WalletKit: { walletKit: { network: 'TESTNET', sessionId: 's', refreshToken: 'rt_0' } },
  Cloudreve: { cloudreve: { refreshToken: 'rt_0' } },
} as const;

const DATES = [
  ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z', MOST],
  ['9999-12-31T23:59:59-08:00', '9999-12-31T23:59:59.999Z', MOST],
  ['2100-01-01T00:00:00Z', '2100-01-01T00:00:00.000Z', MOST],
  ['0000-01-01T00:00:00+08:00', '0000-01-01T00:00:00.000Z', 0],
] as const;

describe.each(DATES)('a pair that ends at %s', (expiry, accessTokenExpiresAt, seconds) => {
  const pair = { accessToken: 'at_1', refreshToken: 'rt_1', accessTokenExpiresAt };
  const expected = { ...pair, accessTokenExpiresIn: seconds };

  it.each([
    ['WalletKit', 'compiled', true],
    ['WalletKit', "Yoga's", false],
    ['Cloudreve', 'compiled', true],
    ['Cloudreve', "Yoga's", false],
  ] as const)('reaches the caller of GraphQL: from %s, the %s lane', async (name, _lane, fast) => {
    await using it = await start(expiry, fast);
    const input = INPUTS[name];
    const { refreshToken } = await request(it.server.url, RefreshToken, { input });
    expect(refreshToken).toMatchObject(expected);
  });

  it('reaches the caller of tRPC', async () => {
    await using it = await start(expiry);
    const answer = await post(it.server, '/trpc/refreshToken', INPUTS.WalletKit);
    expect(answer).toMatchObject({ result: { data: expected } });
  });

  it("reaches the caller of WalletKit's contract", async () => {
    await using it = await start(expiry);
    const body = { session_id: 's', refresh_token: 'rt_0' };
    expect(await post(it.server, '/walletkit/testnet/users/refresh-token', body)).toMatchObject({
      refresh_token: 'rt_1',
      created_at: accessTokenExpiresAt,
      access_token_expires_at: accessTokenExpiresAt,
      refresh_token_expires_at: accessTokenExpiresAt,
    });
  });
});
