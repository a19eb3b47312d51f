import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../examples/api/startApi.ts';
import { verifyAccessTokens } from '../../examples/api/verifyAccessToken.ts';
import { createSession } from '../../examples/clients/session/createSession.ts';
import { memoryStore } from '../../examples/clients/session/tokenStore.ts';
import { RefreshToken } from '../support/documents.ts';
import { post } from '../support/post.ts';
import { createSigningKey, type SigningKey } from '../support/signingKey.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';
import { RECIPES } from './recipes.ts';

let key: SigningKey;
let refreshql: RefreshQL;
let apis: Record<200 | 401, Awaited<ReturnType<typeof startApi>>>;
beforeAll(async () => {
  key = await createSigningKey();
  refreshql = await startRefreshQL(key.env);
  const api = { verify: verifyAccessTokens(refreshql.url), port: 0 };
  apis = {
    200: await startApi({ ...api, unauthenticatedStatus: 200 }),
    401: await startApi({ ...api, unauthenticatedStatus: 401 }),
  };
});
afterAll(async () => {
  await Promise.all([apis[200].stop(), apis[401].stop()]);
  await refreshql[Symbol.asyncDispose]();
});

const IDS = Array.from({ length: 10 }, (_, id) => String(id));
const TEXTS = IDS.map((id) => `Note ${id}`);
const refreshes = () =>
  refreshql.counted('refreshql_operations_total', 'operation="token.refresh"');

/** A user whose access token has just expired. */
async function expiredSession() {
  const { accessToken, refreshToken } = await refreshql.signIn();
  const store = memoryStore({ accessToken: await key.expired(accessToken), refreshToken });
  return { store, refreshToken, session: createSession({ url: refreshql.graphql, store }) };
}

const refresh = async (refreshToken: string) =>
  (await post(refreshql.graphql, RefreshToken, { input: { native: { refreshToken } } })).body.data
    .refreshToken;

describe.each(Object.entries(RECIPES))('the recipe for %s', (_name, recipe) => {
  it.each([401, 200] as const)(
    'makes one refresh of 10 operations that an API answers with %i, and all succeed',
    async (status) => {
      const { store, session, refreshToken } = await expiredSession();
      const read = recipe(apis[status].url, session);
      const before = await refreshes();
      expect(await Promise.all(IDS.map(read))).toEqual(TEXTS);
      expect((await refreshes()) - before).toBe(1);
      expect(store.load()?.refreshToken).not.toBe(refreshToken);
    },
  );

  it('needs no refresh while the access token is good', async () => {
    const store = memoryStore(await refreshql.signIn());
    const read = recipe(apis[401].url, createSession({ url: refreshql.graphql, store }));
    const before = await refreshes();
    expect(await Promise.all(IDS.map(read))).toEqual(TEXTS);
    expect((await refreshes()) - before).toBe(0);
  });

  it('signs the user out when a spent token was presented, and tells every operation', async () => {
    const { store, session, refreshToken } = await expiredSession();
    // Somebody else holds the session: two refreshes ago this token was the current one.
    await refresh((await refresh(refreshToken)).refreshToken);
    const read = recipe(apis[401].url, session);
    const before = await refreshes();
    const results = await Promise.allSettled(IDS.map(read));
    expect(results.map(({ status }) => status)).toEqual(IDS.map(() => 'rejected'));
    expect((await refreshes()) - before).toBe(1);
    expect(store.load()).toBeNull();
  });

  it('two tabs that hold the same tokens both go on, with the same refresh token', async () => {
    const { store, session } = await expiredSession();
    const otherStore = memoryStore(store.load());
    const other = createSession({ url: refreshql.graphql, store: otherStore });
    const readHere = recipe(apis[401].url, session);
    const readThere = recipe(apis[401].url, other);
    const [here, there] = await Promise.all([
      Promise.all(IDS.map(readHere)),
      Promise.all(IDS.map(readThere)),
    ]);
    expect([here, there]).toEqual([TEXTS, TEXTS]);
    expect(otherStore.load()?.refreshToken).toBe(store.load()?.refreshToken);
  });
});
