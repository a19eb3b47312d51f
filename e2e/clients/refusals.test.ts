import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../examples/api/startApi.ts';
import { createSession } from '../../examples/clients/session/createSession.ts';
import { memoryStore } from '../../examples/clients/session/tokenStore.ts';
import {
  startWalletKitEmulator,
  type WalletKitEmulator,
} from '../../server/sandbox/walletKitEmulator.ts';
import { startFaultServer } from '../../test/support/faultServer.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';
import { RECIPES } from './recipes.ts';

const projectId = 'project';
const expired = new Set<string>();
let walletKit: WalletKitEmulator;
let refreshql: RefreshQL;
let api: Awaited<ReturnType<typeof startApi>>;
beforeAll(async () => {
  walletKit = await startWalletKitEmulator({ now: Date.now });
  refreshql = await startRefreshQL({
    WALLETKIT_TESTNET_URL: walletKit.url,
    WALLETKIT_PROJECT_ID: projectId,
  });
  // WalletKit's access tokens are opaque: whoever accepts them asks WalletKit.
  const verify = async (token: string) => (expired.has(token) ? null : 'ada');
  api = await startApi({ verify, port: 0, unauthenticatedStatus: 401 });
});
afterAll(async () => {
  await api.stop();
  await refreshql[Symbol.asyncDispose]();
  await walletKit.close();
});

const IDS = ['1', '2', '3'];

/** A user whose WalletKit access token has just expired. */
function expiredSession() {
  const { id, access_token, refresh_token } = walletKit.createSession({ projectId });
  expired.add(access_token);
  const tokens = { accessToken: access_token, refreshToken: refresh_token };
  const store = memoryStore(tokens);
  const session = createSession({
    url: refreshql.graphql,
    store,
    input: (refreshToken) => ({ walletKit: { network: 'TESTNET', sessionId: id, refreshToken } }),
  });
  return { id, tokens, store, session };
}

describe.each(Object.entries(RECIPES))('the recipe for %s', (_name, recipe) => {
  it.each([
    ['429-retry-after', 'RATE_LIMITED'],
    ['503-retry-after', 'OUTCOME_UNKNOWN'],
    ['reset-before-reply', 'OUTCOME_UNKNOWN'],
    ['403', 'ISSUER_REJECTED'],
  ] as const)(
    'keeps the user signed in when the issuer does %s (%s), and goes on afterwards',
    async (failure, code) => {
      const { id, tokens, store, session } = expiredSession();
      const read = recipe(api.url, session);
      const counted = () => refreshql.counted('refreshql_operations_total', `outcome="${code}"`);
      const before = await counted();
      walletKit.fail(failure);
      const results = await Promise.allSettled(IDS.map(read));
      walletKit.recover();
      expect(results.map(({ status }) => status)).toEqual(IDS.map(() => 'rejected'));
      expect(await counted()).toBeGreaterThan(before);
      expect(store.load()).toEqual(tokens);

      expect(await Promise.all(IDS.map(read))).toEqual(IDS.map((note) => `Note ${note}`));
      expect(store.load()?.refreshToken).toBe(walletKit.currentRefreshToken(id));
    },
  );

  it('signs the user out only when the issuer says so: not by a lost reply, but by the answer to the next call', async () => {
    const { tokens, store, session } = expiredSession();
    const read = recipe(api.url, session);
    walletKit.fail('reset-after-commit');
    await expect(read('1')).rejects.toThrow();
    walletKit.recover();
    expect(store.load()).toEqual(tokens);

    await expect(read('1')).rejects.toThrow();
    expect(store.load()).toBeNull();
  });

  it('keeps the user signed in when RefreshQL cannot be reached', async () => {
    const { tokens, store } = expiredSession();
    const session = createSession({ url: 'http://127.0.0.1:1/graphql', store });
    await expect(recipe(api.url, session)('1')).rejects.toThrow();
    expect(store.load()).toEqual(tokens);
  });

  it('keeps the user signed in when RefreshQL does not answer, and fails the operations in time', async () => {
    await using silent = await startFaultServer(() => {});
    const { tokens, store } = expiredSession();
    const read = recipe(api.url, createSession({ url: silent.url, store, timeout: 300 }));
    const results = await Promise.allSettled(IDS.map(read));
    expect(results.map(({ status }) => status)).toEqual(IDS.map(() => 'rejected'));
    expect(store.load()).toEqual(tokens);
  });
});
