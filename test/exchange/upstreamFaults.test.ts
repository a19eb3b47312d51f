import { describe, expect, it } from 'vitest';
import { type ProxyFault, startFaultProxy } from '../support/faultProxy.ts';
import { startOidcProvider } from '../support/oidcProvider.ts';
import { testDatabase } from '../support/postgres.ts';
import { startProgram } from '../support/startProgram.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { facadeEnv, nextOf, pairOf, refreshAt } from './oauthFacade.ts';

async function startBroken(more: Record<string, string> = {}) {
  await using stack = new AsyncDisposableStack();
  const idp = stack.use(await startOidcProvider());
  const proxy = stack.use(await startFaultProxy(idp.url));
  const server = stack.use(await startTestServer({ env: facadeEnv(`${proxy.url}/token`, more) }));
  const running = stack.move();
  return { idp, proxy, server, [Symbol.asyncDispose]: () => running.disposeAsync() };
}

describe('an upstream that has spent the token and whose reply is lost', () => {
  const faults: ProxyFault[] = [
    'reset-after',
    'reset-during',
    'truncate',
    'half-close',
    'black-hole',
  ];
  it.each(faults)('by %s: nobody asks a second time, and nobody is signed out', async (fault) => {
    await using t = await startBroken({ UPSTREAM_TIMEOUT: '400' });
    t.proxy.plan(fault);
    const token = await t.idp.newRefreshToken();
    const results = await Promise.all(
      Array.from({ length: 5 }, () => refreshAt(t.server.url, token)),
    );
    for (const result of results) {
      expect(result).toMatchObject({
        ...{ __typename: 'IssuerUnavailableError', code: 'OUTCOME_UNKNOWN', retryable: false },
        ...{ reauthenticate: false, tokenMayBeConsumed: true },
      });
    }
    await t.proxy.hasAnswered(1);
    expect(t.idp.tokenCalls()).toBe(1);
    const outcomes = t.server.events.flatMap((event) => ('outcome' in event ? event.outcome : []));
    expect(outcomes).toEqual(Array(5).fill('OUTCOME_UNKNOWN'));
  });

  it('before it has got a whole request is not asked again either', async () => {
    await using t = await startBroken();
    t.proxy.plan('reset-before');
    const token = await t.idp.newRefreshToken();
    expect(pairOf(await refreshAt(t.server.url, token))).toBe('OUTCOME_UNKNOWN');
    expect(t.idp.tokenCalls()).toBe(0);
    expect((await refreshAt(t.server.url, token)).__typename).toBe('Token');
  });
});

describe('a client that hangs up', () => {
  it('does not cancel the upstream call: its next try gets the pair', async () => {
    await using t = await startBroken();
    t.proxy.plan('held');
    const token = await t.idp.newRefreshToken();
    const hangUp = new AbortController();
    const body = JSON.stringify({
      query: `mutation { refreshToken(input: { oauth2: { provider: "idp", refreshToken: "${token}" } }) { __typename } }`,
    });
    const headers = { 'content-type': 'application/json' };
    const gone = fetch(`${t.server.url}/graphql`, {
      method: 'POST',
      headers,
      body,
      signal: hangUp.signal,
    });
    await t.proxy.hasAnswered(1);
    hangUp.abort();
    await expect(gone).rejects.toThrow(/aborted/);
    const again = refreshAt(t.server.url, token);
    t.proxy.release();
    expect((await again).__typename).toBe('Token');
    expect(t.idp.tokenCalls()).toBe(1);
  });
});

describe('a façade that is killed', () => {
  async function answersAgain(env: Record<string, string>, cwd: string): Promise<void> {
    await using idp = await startOidcProvider();
    const settings = facadeEnv(idp.tokenEndpoint, { DATA_DIR: cwd, ...env });
    await using killed = await startProgram([], settings, cwd);
    await using client = await startFaultProxy(killed.url);
    client.plan('held');
    const token = await idp.newRefreshToken();
    const first = refreshAt(client.url, token);
    await client.hasAnswered(1);
    await killed.stop('SIGKILL');
    await using restarted = await startProgram([], settings, cwd);
    const again = await refreshAt(restarted.url, token);
    client.release();
    expect(pairOf(again)).toBe(pairOf(await first));
    expect(idp.tokenCalls()).toBe(1);
    expect((await refreshAt(restarted.url, nextOf(again))).__typename).toBe('Token');
  }

  it('between the upstream’s answer and the client’s: the retry gets the same pair without a call', async () => {
    await using dir = await tempDir();
    await answersAgain({}, dir.path);
  }, 30_000);

  it('does so over PostgreSQL too', async () => {
    await using dir = await tempDir();
    await using database = await testDatabase();
    await answersAgain({ DATABASE_URL: database.url }, dir.path);
  }, 30_000);

  it('while it asks: who waits at another façade takes over within the lease', async () => {
    await using dir = await tempDir();
    await using idp = await startOidcProvider();
    await using proxy = await startFaultProxy(idp.url);
    // The lease outlives the longest call.
    const settings = { DATA_DIR: dir.path, UPSTREAM_TIMEOUT: '3000' };
    const env = facadeEnv(`${proxy.url}/token`, settings);
    const start = () => startProgram([], env, dir.path);
    await using doomed = await start();
    await using other = await start();
    proxy.plan('swallow');
    const token = await idp.newRefreshToken();
    const lost = refreshAt(doomed.url, token).catch(() => 'lost');
    await proxy.hasReceived(1);
    const waiting = refreshAt(other.url, token);
    await doomed.stop('SIGKILL');
    expect(await lost).toBe('lost');
    expect((await waiting).__typename).toBe('Token');
    expect(idp.tokenCalls()).toBe(1);
  }, 30_000);
});
