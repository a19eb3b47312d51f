import { describe, expect, it } from 'vitest';
import { startWalletKitEmulator } from '../../server/sandbox/walletKitEmulator.ts';
import type { WalletKitFailureName } from '../../server/sandbox/walletKitFailures.ts';
import { RefreshToken } from '../documents/refreshToken.ts';
import { RevokeToken } from '../documents/sessions.ts';
import type { WalletKitRefreshInput } from '../gql/graphql.ts';
import { request } from '../support/graphqlClient.ts';
import { manualClock } from '../support/manualClock.ts';
import { startTestServer } from '../support/startTestServer.ts';

const PROJECT = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';

/** A server whose two WalletKit networks are emulators, with a session on testnet. */
async function start() {
  const stack = new AsyncDisposableStack();
  const clock = manualClock();
  const testnet = stack.use(await startWalletKitEmulator({ now: clock.now }));
  const mainnet = stack.use(await startWalletKitEmulator({ now: clock.now }));
  const { url, events } = stack.use(
    await startTestServer({
      clock,
      env: {
        WALLETKIT_PROJECT_ID: PROJECT,
        WALLETKIT_TESTNET_URL: testnet.url,
        WALLETKIT_MAINNET_URL: mainnet.url,
        UPSTREAM_TIMEOUT: '200',
      },
    }),
  );
  const session = testnet.createSession({ projectId: PROJECT, userId: 'user-1' });
  const input: WalletKitRefreshInput = {
    network: 'TESTNET',
    sessionId: session.id,
    refreshToken: session.refresh_token,
  };
  const refresh = async (walletKit: WalletKitRefreshInput = input) =>
    (await request(url, RefreshToken, { input: { walletKit } })).refreshToken;
  return {
    url,
    events,
    testnet,
    mainnet,
    session,
    input,
    refresh,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}

describe('refreshToken at WalletKit', () => {
  it('answers the Session that WalletKit answers, typed', async () => {
    await using it = await start();
    const result = await it.refresh();
    expect(result).toMatchObject({
      __typename: 'Session',
      issuer: { id: 'walletkit-testnet', kind: 'WALLETKIT' },
      id: it.session.id,
      projectId: PROJECT,
      userId: 'user-1',
      createdAt: '2026-01-31T12:00:00.000Z',
      accessTokenExpiresAt: '2026-01-31T12:05:00.000Z',
      accessTokenExpiresIn: 300,
      refreshTokenExpiresAt: '2026-03-02T12:00:00.000Z',
      refreshToken: it.testnet.currentRefreshToken(it.session.id),
      rotated: true,
    });
  });

  it('refreshes again and again with the token it gave', async () => {
    await using it = await start();
    let { refreshToken } = it.input;
    for (let round = 0; round < 3; round += 1) {
      const result = await it.refresh({ ...it.input, refreshToken });
      if (result.__typename !== 'Session') throw new Error(JSON.stringify(result));
      ({ refreshToken } = result);
    }
    expect(it.testnet.calls(it.session.id)).toBe(3);
  });

  it('keeps the networks apart', async () => {
    await using it = await start();
    const answer = await it.refresh({ ...it.input, network: 'MAINNET' });
    expect(answer).toMatchObject({ code: 'TOKEN_INVALID', reauthenticate: true });
    expect([it.testnet.calls(), it.mainnet.calls()]).toEqual([0, 1]);
  });

  it('refuses a project that is not the configured one, before anything is sent', async () => {
    await using it = await start();
    const answer = await it.refresh({ ...it.input, projectId: 'another' });
    expect(answer).toMatchObject({
      __typename: 'InvalidInputError',
      field: ['input', 'walletKit', 'projectId'],
    });
    expect(it.testnet.calls()).toBe(0);
  });

  it.each<[WalletKitFailureName, object]>([
    ['400', { code: 'ISSUER_REJECTED', upstreamStatus: 400 }],
    ['401', { code: 'TOKEN_INVALID', reauthenticate: true }],
    ['403', { code: 'ISSUER_REJECTED', upstreamStatus: 403 }],
    ['404', { code: 'ISSUER_REJECTED', upstreamStatus: 404 }],
    ['429', { code: 'RATE_LIMITED', retryable: true }],
    ['500', { code: 'OUTCOME_UNKNOWN', tokenMayBeConsumed: true }],
    ['503', { code: 'OUTCOME_UNKNOWN', tokenMayBeConsumed: true, retryable: false }],
  ])('gives a failure of the network its type, and asks once: %s', async (failure, expected) => {
    await using it = await start();
    it.testnet.fail(failure);
    expect(await it.refresh()).toMatchObject(expected);
    expect(it.testnet.calls()).toBe(1);
  });

  it('says that the outcome is unknown when the network does not answer in time', async () => {
    await using it = await start();
    const release = it.testnet.hold();
    expect(await it.refresh()).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      tokenMayBeConsumed: true,
      retryable: false,
    });
    expect(it.testnet.calls()).toBe(1);
    release();
  });

  it('says that nothing was spent when the network is not there', async () => {
    await using it = await start();
    await it.testnet.close();
    expect(await it.refresh()).toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      tokenMayBeConsumed: false,
      retryable: true,
    });
  });

  it('cannot revoke, and says so', async () => {
    await using it = await start();
    const { revokeToken } = await request(it.url, RevokeToken, { input: { walletKit: it.input } });
    expect(revokeToken).toMatchObject({ code: 'ISSUER_REJECTED' });
  });
});
