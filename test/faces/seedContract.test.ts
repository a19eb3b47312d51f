import { describe, expect, it } from 'vitest';
import type { WalletKitFailureName } from '../../server/sandbox/walletKitFailures.ts';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { sendJson } from './faceClients.ts';
import { seedContract } from './seedContract.ts';
import { PROJECT, startWithWalletKit } from './startWithWalletKit.ts';

const sessionToken = seedContract('session-token-refresh.openapi.yaml', '/session/token/refresh');
const walletKit = seedContract('walletkit-refresh-token.openapi.yaml', '/users/refresh-token');

describe('the Session/Token seed', () => {
  it('describes our success', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const { status, body } = await sendJson(`${server.url}/session/token/refresh`, {
      refresh_token: refreshToken,
    });
    expect(sessionToken.problems(status, body)).toEqual([]);
  });

  it('describes our failures, but for `data`, which it requires and the real server leaves out', async () => {
    await using server = await startTestServer();
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    await refreshed(server.url, second.refreshToken);
    for (const refresh_token of ['unknown', first.refreshToken, '', first.accessToken]) {
      const { status, body } = await sendJson(`${server.url}/session/token/refresh`, {
        refresh_token,
      });
      expect(body).not.toHaveProperty('data');
      expect(sessionToken.problems(status, body)).toEqual([" must have required property 'data'"]);
    }
  });

  it('would see a wrong reply', () => {
    const data = { access_token: 1, access_expires: 'soon', refresh_token: 'r' };
    expect(sessionToken.problems(200, { code: '0', data })).toEqual([
      "/data must have required property 'refresh_expires'",
      '/data/access_token must be string',
      '/data/access_expires must match format "date-time"',
      '/code must be integer',
    ]);
  });
});

describe('the WalletKit seed', () => {
  const ask = (url: string, refresh_token: string, session_id: string) =>
    sendJson(
      `${url}/walletkit/testnet/users/refresh-token`,
      { session_id, refresh_token },
      { 'X-WalletKit-Project-ID': PROJECT },
    );

  it('describes our session', async () => {
    await using world = await startWithWalletKit();
    const { url, session } = world;
    const { status, body } = await ask(url, session.refresh_token, session.id);
    expect(status).toBe(200);
    expect(walletKit.problems(status, body)).toEqual([]);
  });

  it.each<[WalletKitFailureName | null, number]>([
    ['400', 400],
    [null, 401],
    ['403', 403],
    ['500', 500],
    ['200-html', 500],
  ])(
    'describes our reply to the failure %s as an ErrorResponse with %i',
    async (failure, expected) => {
      await using world = await startWithWalletKit();
      if (failure !== null) world.testnet.fail(failure);
      const { status, body } = await ask(world.url, 'unknown', world.session.id);
      expect(status).toBe(expected);
      expect(walletKit.problems(status, body)).toEqual([]);
    },
  );

  it('does not list 404, 429 and 503, which WalletKit’s page of errors and our face have', async () => {
    expect(walletKit.statuses).toEqual([200, 400, 401, 403, 500]);
    const replies = { '404': 404, '429': 429, '503': 500 } as const;
    for (const [failure, expected] of Object.entries(replies)) {
      await using world = await startWithWalletKit();
      world.testnet.fail(failure as keyof typeof replies);
      const { status, body } = await ask(world.url, 'unknown', world.session.id);
      expect(status).toBe(expected);
      expect(walletKit.problems(500, body)).toEqual([]);
    }
  });
});
