import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { authorizedFetch } from '../../examples/clients/fetch/authorizedFetch.ts';
import { createSession } from '../../examples/clients/session/createSession.ts';
import { memoryStore } from '../../examples/clients/session/tokenStore.ts';
import { httpReply, startFaultServer } from '../../test/support/faultServer.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';
import { type Relay, startRelay } from '../support/startRelay.ts';

let refreshql: RefreshQL;
let relay: Relay;
beforeAll(async () => {
  refreshql = await startRefreshQL();
  relay = await startRelay(refreshql.url);
});
afterAll(async () => {
  await relay[Symbol.asyncDispose]();
  await refreshql[Symbol.asyncDispose]();
});
beforeEach(() => {
  relay.passed.length = 0;
});

async function signedIn(timeout?: number) {
  const tokens = await refreshql.signIn();
  const store = memoryStore(tokens);
  const url = `${relay.url}/graphql`;
  return { tokens, store, session: createSession({ url, store, ...(timeout && { timeout }) }) };
}

describe('a refresh whose answer never comes', () => {
  it('ends for everybody who waits, keeps the session, and is healed by the next operation', async () => {
    const { tokens, store, session } = await signedIn(1500);
    const renew = () => session.renew(tokens.accessToken);
    relay.trouble('stay silent');
    const waiting = await Promise.allSettled([renew(), renew(), renew()]);
    relay.trouble(null);
    expect(waiting.map((it) => it.status === 'rejected' && it.reason.name)).toEqual(
      waiting.map(() => 'TimeoutError'),
    );
    expect([relay.passed.length, store.load()]).toEqual([1, tokens]);

    // RefreshQL has rotated the session: the successor whose reply was lost is given again.
    expect(await renew()).not.toBe(tokens.accessToken);
    expect(store.load()?.refreshToken).not.toBe(tokens.refreshToken);
    expect(relay.passed).toHaveLength(2);
  });
});

describe('the web page of a proxy in trouble', () => {
  const page = httpReply(502, '<h1>Bad Gateway</h1>', { 'content-type': 'text/html' });

  it('instead of a refresh keeps the session', async () => {
    await using proxy = await startFaultServer((socket) => socket.write(page));
    const tokens = await refreshql.signIn();
    const store = memoryStore(tokens);
    const session = createSession({ url: proxy.url, store });
    await expect(session.renew(tokens.accessToken)).rejects.toThrow('HTTP 502');
    expect(store.load()).toEqual(tokens);
  });

  it('instead of the answer of an API is given to the caller, without a refresh', async () => {
    await using proxy = await startFaultServer((socket) => socket.write(page));
    const { session } = await signedIn();
    const response = await authorizedFetch(session)(proxy.url);
    expect([response.status, await response.text()]).toEqual([502, '<h1>Bad Gateway</h1>']);
    expect(relay.passed).toEqual([]);
  });
});
