import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSession } from '../../examples/clients/session/createSession.ts';
import { memoryStore, type TokenStore } from '../../examples/clients/session/tokenStore.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';

let refreshql: RefreshQL;
beforeAll(async () => {
  refreshql = await startRefreshQL();
});
afterAll(() => refreshql[Symbol.asyncDispose]());

const TABS = 5;
const ROUNDS = 100;

const open = (store: TokenStore) => createSession({ url: refreshql.graphql, store });
const renew = (session: ReturnType<typeof open>) => session.renew(session.accessToken());

describe('five tabs that refresh at once, a hundred times', () => {
  it('stay signed in when they share a store', async () => {
    const store = memoryStore(await refreshql.signIn());
    const tabs = Array.from({ length: TABS }, () => open(store));
    const seen = new Set<string | undefined>();
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(tabs.map(renew));
      seen.add(store.load()?.refreshToken);
    }
    expect(seen.size).toBe(ROUNDS);
  });

  it('stay signed in, and in step, when each has a store of its own', async () => {
    const tokens = await refreshql.signIn();
    const stores = Array.from({ length: TABS }, () => memoryStore(tokens));
    const tabs = stores.map(open);
    for (let round = 0; round < ROUNDS; round += 1) {
      await Promise.all(tabs.map(renew));
      expect(new Set(stores.map((store) => store.load()?.refreshToken)).size).toBe(1);
    }
  });
});

describe('a reply that arrives late', () => {
  const newer = { accessToken: 'newer', refreshToken: 'newer' };

  it('does not overwrite what another tab has stored meanwhile', async () => {
    const store = memoryStore(await refreshql.signIn());
    const renewal = renew(open(store));
    store.save(newer);
    expect(await renewal).toBe('newer');
    expect(store.load()).toEqual(newer);
  });

  it('does not sign another tab out that has refreshed meanwhile', async () => {
    const store = memoryStore({ accessToken: 'old', refreshToken: 'never issued' });
    const renewal = renew(open(store));
    store.save(newer);
    expect(await renewal).toBe('newer');
    expect(store.load()).toEqual(newer);
  });

  it('does not sign a user in again who has signed out meanwhile', async () => {
    const store = memoryStore(await refreshql.signIn());
    const renewal = renew(open(store));
    store.save(null);
    await expect(renewal).rejects.toMatchObject({ code: 'NOT_SIGNED_IN' });
    expect(store.load()).toBeNull();
  });
});

it('an operation refused with an older access token goes on with the one held, without a refresh', async () => {
  const tokens = await refreshql.signIn();
  const session = open(memoryStore(tokens));
  expect(await session.renew('an older one')).toBe(tokens.accessToken);
});
