import { describe, expect, it } from 'vitest';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { post } from '../support/graphqlClient.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

const QUERY = `mutation { refreshToken(input: { walletKit: { network: TESTNET, sessionId: "s", refreshToken: "rt" } }) {
  ... on TokenPair { accessToken } ... on RefreshError { code } } }`;

const session = {
  id: 's',
  created_at: '2026-01-01T00:00:00Z',
  project_id: 'p',
  user_id: 'u',
  access_token: 'at-1',
  access_token_expires_at: '2100-01-01T00:00:00Z',
  refresh_token: 'rt-1',
  refresh_token_expires_at: '2100-01-01T00:00:00Z',
};

const env = (url: string) => ({
  WALLETKIT_TESTNET_URL: url,
  WALLETKIT_PROJECT_ID: 'p',
  UPSTREAM_TIMEOUT: '600000',
});

async function answer(url: string) {
  return (await (await post(url, { query: QUERY })).json()) as { data: { refreshToken: object } };
}

describe('a server that ends while an upstream hangs', () => {
  it('gives the call up in time, and tells who waits for it that the outcome is unknown', async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    await using upstream = await startFaultServer(() => ask());
    const server = await startTestServer({ env: env(upstream.url), ending: { giveUp: 50 } });
    const waiting = answer(server.url);
    await asked;
    const startedAt = performance.now();
    await server[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(4000);
    expect((await waiting).data.refreshToken).toEqual({ code: 'OUTCOME_UNKNOWN' });
  });

  it('does so when the caller has gone as well', async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
    await using upstream = await startFaultServer(() => ask());
    const server = await startTestServer({ env: env(upstream.url), ending: { giveUp: 50 } });
    const leaving = new AbortController();
    const body = JSON.stringify({ query: QUERY });
    const headers = { 'content-type': 'application/json' };
    const gone = fetch(`${server.url}/graphql`, {
      ...{ method: 'POST', headers, body },
      signal: leaving.signal,
    }).catch((error: Error) => error.name);
    await asked;
    leaving.abort();
    expect(await gone).toBe('AbortError');
    const startedAt = performance.now();
    await server[Symbol.asyncDispose]();
    expect(performance.now() - startedAt).toBeLessThan(4000);
  });

  it('keeps a reply that comes before, for the next try at the next server', async () => {
    await using dir = await tempDir();
    const { promise: asked, resolve: ask } = Promise.withResolvers<() => void>();
    await using upstream = await startFaultServer((socket) =>
      ask(() => socket.write(jsonReply(200, session))),
    );
    const first = await startTestServer({
      ...{ env: env(upstream.url), dataDir: dir.path },
      ending: { cut: 50, giveUp: 60_000 },
    });
    const lost = answer(first.url).catch((error: Error) => error.name);
    const reply = await asked;
    const ended = first[Symbol.asyncDispose]();
    expect(await lost).toBe('TypeError');
    reply();
    await ended;
    await using second = await startTestServer({ env: env(upstream.url), dataDir: dir.path });
    expect((await answer(second.url)).data.refreshToken).toEqual({ accessToken: 'at-1' });
    expect(upstream.requests).toHaveLength(1);
  });
});
