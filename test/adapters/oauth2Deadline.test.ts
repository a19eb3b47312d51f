import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { guardUpstreams } from '../../adapters/guardUpstreams.ts';
import { createHttp } from '../../adapters/http.ts';
import { createOAuth2 } from '../../adapters/oauth2.ts';
import type { Selection } from '../../domain/issuer.ts';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { PLAIN_CALL } from '../support/plainCall.ts';

const TIMEOUT = 10_000;
const DOCUMENT = /^GET \/\.well-known\/oauth-authorization-server /;

/** An authorization server whose document comes when it is told to, and whose token endpoint hangs. */
async function startSlow() {
  const documents: Socket[] = [];
  const server = await startFaultServer((socket) => {
    const request = server.requests.at(-1) ?? '';
    if (DOCUMENT.test(request)) documents.push(socket);
    else if (request.startsWith('GET ')) socket.write(jsonReply(404, {}));
  });
  const door = createHttp({ timeoutMs: TIMEOUT, allowPrivate: true });
  const http = guardUpstreams(door, { now: PLAIN_CALL.now, failures: 1 });
  const provider = { tokenEndpoint: null, revocationEndpoint: null, clientId: 'c' };
  const family = createOAuth2([{ ...provider, provider: 'idp', issuer: server.url }], http);
  const posts = () => server.requests.filter((it) => it.startsWith('POST /token ')).length;
  return {
    posts,
    refresh() {
      const input = { provider: 'idp', refreshToken: 'rt' };
      const { issuer, credential } = family.select(input) as Selection;
      const call = { outcome: null as unknown };
      void Promise.resolve(issuer.refresh(credential, PLAIN_CALL)).then((it) => {
        call.outcome = it;
      });
      return call;
    },
    async isAsked() {
      await until(() => documents.length > 0);
    },
    answer() {
      const metadata = { issuer: server.url, token_endpoint: `${server.url}/token` };
      documents.shift()?.write(jsonReply(200, metadata));
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await http.close();
    },
  };
}

/** Lets the network work, while the time that is counted stands still. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await turn();
}

const unavailable = { code: 'ISSUER_UNAVAILABLE', retryable: true, tokenMayBeConsumed: false };
const unsent = { ...unavailable, cause: { type: 'not-sent', reason: 'deadline' } };
const unknown = { code: 'OUTCOME_UNKNOWN', tokenMayBeConsumed: true };

describe('a refresh whose endpoints have to be discovered first', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('has one deadline for both where the token endpoint hangs', async () => {
    await using idp = await startSlow();
    const call = idp.refresh();
    await idp.isAsked();
    vi.advanceTimersByTime(0.4 * TIMEOUT);
    idp.answer();
    await until(() => idp.posts() === 1);
    vi.advanceTimersByTime(0.6 * TIMEOUT - 1);
    await turn();
    expect(call.outcome).toBeNull();
    vi.advanceTimersByTime(1);
    await turn();
    expect(call.outcome).toMatchObject(unknown);
  });

  it('is not sent where discovery has left it little time, which nobody is blamed for, and is sent when asked again', async () => {
    await using idp = await startSlow();
    const call = idp.refresh();
    await idp.isAsked();
    vi.advanceTimersByTime(TIMEOUT - 1);
    idp.answer();
    await until(() => call.outcome !== null || idp.posts() > 0);
    expect(call.outcome).toMatchObject(unsent);
    expect(idp.posts()).toBe(0);
    const again = idp.refresh();
    await until(() => idp.posts() === 1);
    vi.advanceTimersByTime(TIMEOUT - 1);
    await turn();
    expect(again.outcome).toBeNull();
    vi.advanceTimersByTime(1);
    await turn();
    expect(again.outcome).toMatchObject(unknown);
  });

  it('loses only the time that it has waited itself, where another began the discovery', async () => {
    await using idp = await startSlow();
    const first = idp.refresh();
    await idp.isAsked();
    vi.advanceTimersByTime(0.6 * TIMEOUT);
    const second = idp.refresh();
    await turn();
    idp.answer();
    await until(() => first.outcome !== null && idp.posts() > 0);
    expect(first.outcome).toMatchObject(unsent);
    expect(idp.posts()).toBe(1);
    vi.advanceTimersByTime(TIMEOUT);
    await turn();
    expect(second.outcome).toMatchObject(unknown);
  });
});
