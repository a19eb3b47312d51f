import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { UpstreamRequest } from '../../adapters/adapter.ts';
import { createHttp, type HttpOptions } from '../../adapters/http.ts';
import { type Fault, httpReply, jsonReply, startFaultServer } from '../support/faultServer.ts';

function request(url: string): UpstreamRequest {
  const headers = { 'Content-Type': 'application/json' };
  return { method: 'POST', url: new URL('/refresh', url), headers, body: '{"t":"rt_CANARY"}' };
}

async function start(fault: Fault, options: Partial<HttpOptions> = {}) {
  const server = await startFaultServer(fault);
  const http = createHttp({ timeoutMs: 5_000, allowPrivate: true, ...options });
  return {
    server,
    http,
    send: () => http.send(request(server.url)),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await http.close();
    },
  };
}

/** A connection is free again one turn of the event loop after its reply. */
function freed(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function replyTo(wire: Buffer | string) {
  await using peer = await start((socket) => socket.write(wire));
  const reply = await peer.send();
  expect(peer.server.requests).toHaveLength(1);
  return reply;
}

const json = { 'content-type': 'application/json' };
const oversize = { type: 'maybe-sent', reason: 'oversize', code: null };

describe('a reply', () => {
  it('carries the status, the parsed body and Retry-After', async () => {
    const wire = jsonReply(429, { a: 1 }, { 'retry-after': '7' });
    expect(await replyTo(wire)).toEqual({
      type: 'reply',
      status: 429,
      retryAfter: '7',
      isJson: true,
      json: { a: 1 },
    });
  });

  it.each([
    ['application/json', true],
    ['Application/JSON; charset=utf-8', true],
    ['application/problem+json', true],
    ['application/json charset=utf-8', true],
    ['application/json, application/json', true],
    ['text/html', false],
    ['text/json', false],
    ['application/jsonp', false],
    ['application/json-seq', false],
    ['application/x-json-seq', false],
    ['', false],
  ])('is read whatever its type is, and %j calls it JSON: %s', async (type, isJson) => {
    const reply = await replyTo(httpReply(200, '{"a":1}', { 'content-type': type }));
    expect(reply).toMatchObject({ status: 200, isJson, json: { a: 1 } });
  });

  it('is read without a type, which does not call it JSON', async () => {
    const reply = await replyTo(httpReply(400, '{"error":"invalid_grant"}'));
    expect(reply).toMatchObject({ status: 400, isJson: false, json: { error: 'invalid_grant' } });
  });

  it.each([
    ['text/html', '<html><body>{"access_token":"a","refresh_token":"r"}</body></html>'],
    ['application/json', '<html><body>{"error":"invalid_grant"}</body></html>'],
    ['text/html', '{"error":"invalid_grant"}<script src="/waf.js"></script>'],
    ['text/plain', 'error=invalid_grant'],
  ])('is never read out of a page, called %s: %s', async (type, page) => {
    for (const status of [200, 400, 401, 403]) {
      const reply = await replyTo(httpReply(status, page, { 'content-type': type }));
      expect(reply).toMatchObject({ status, json: undefined });
    }
  });

  it('may come after informational ones', async () => {
    const early = Buffer.from('HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n');
    expect(await replyTo(Buffer.concat([early, jsonReply(200, {})]))).toMatchObject({
      status: 200,
    });
  });

  it('is given as it is when it redirects', async () => {
    const wire = httpReply(307, '', { location: '/elsewhere' });
    expect(await replyTo(wire)).toMatchObject({ type: 'reply', status: 307 });
  });

  it.each(['gzip', 'none', ''])('is read where its coding is said to be %j', async (coding) => {
    const wire = httpReply(200, '{"a":1}', { ...json, 'content-encoding': coding });
    expect(await replyTo(wire)).toMatchObject({ status: 200, json: { a: 1 } });
  });

  it('may have as large a head as a body', async () => {
    const wire = jsonReply(200, { a: 1 }, { 'content-security-policy': 'x'.repeat(60_000) });
    expect(await replyTo(wire)).toMatchObject({ status: 200, json: { a: 1 } });
  });
});

describe('the cap of 64 KiB', () => {
  it('lets a body of just that size through', async () => {
    const text = 'x'.repeat(64 * 1024 - 2);
    expect(await replyTo(jsonReply(200, text))).toMatchObject({ json: text });
  });

  it('refuses a larger one by its Content-Length, before it arrives', async () => {
    const wire = httpReply(200, '', { ...json, 'content-length': '65537' });
    expect(await replyTo(wire)).toEqual(oversize);
  });

  it('refuses a larger one without a Content-Length while it arrives', async () => {
    const chunk = `8000\r\n${'x'.repeat(0x8000)}\r\n`;
    const wire = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n${chunk}${chunk}${chunk}`;
    expect(await replyTo(wire)).toEqual(oversize);
  });

  it('does not hide a refusal', async () => {
    const wire = httpReply(401, '', { ...json, 'content-length': '65537' });
    expect(await replyTo(wire)).toMatchObject({ type: 'reply', status: 401, json: undefined });
  });
});

describe('a request', () => {
  it('was not sent when no connection is free in time, and takes none away from the next', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { promise: asked, resolve } = Promise.withResolvers<Socket>();
    const answer: Fault = (socket, count) =>
      count === 1 ? resolve(socket) : socket.write(jsonReply(200, { count }));
    await using peer = await start(answer, { timeoutMs: 600_000, connections: 1 });
    const [first, second] = [peer.send(), peer.send()];
    const socket = await asked;
    vi.advanceTimersByTime(300_000);
    expect(await second).toEqual({ type: 'not-sent', reason: 'full', code: null, retryAfter: 1 });
    const third = peer.send();
    socket.write(jsonReply(200, {}));
    expect(await Promise.all([first, third])).toMatchObject([{ json: {} }, { json: { count: 2 } }]);
    expect(peer.server.connections()).toBe(1);
  });

  it('was not sent when there is still no connection after half of its time', async () => {
    const lookup: HttpOptions['lookup'] = () => {};
    const http = createHttp({ timeoutMs: 50, allowPrivate: true, lookup });
    const failure = { type: 'not-sent', reason: 'deadline', code: null };
    expect(await http.send(request('http://walletkit.test'))).toEqual(failure);
  });

  it('may have less time than others', async () => {
    await using peer = await start(() => {}, { timeoutMs: 600_000 });
    const outcome = await peer.http.send(request(peer.server.url), 50);
    expect(outcome).toEqual({ type: 'maybe-sent', reason: 'deadline', code: null });
  });

  it('was not sent when the name does not resolve', async () => {
    const lookup: HttpOptions['lookup'] = (_name, _options, done) =>
      done(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }), '', 4);
    const http = createHttp({ timeoutMs: 1_000, allowPrivate: true, lookup });
    expect(await http.send(request('http://walletkit.test'))).toEqual({
      type: 'not-sent',
      reason: 'connection',
      code: 'ENOTFOUND',
    });
  });

  it('was not sent after the door is closed, nor to anything but HTTP', async () => {
    await using peer = await start((socket) => socket.write(jsonReply(200, {})));
    expect(await peer.http.send(request('ftp://127.0.0.1'))).toMatchObject({ type: 'not-sent' });
    await peer.http.close();
    expect(await peer.send()).toMatchObject({ type: 'not-sent', code: 'UND_ERR_CLOSED' });
    expect(peer.server.requests).toHaveLength(0);
  });

  it('ends as at its deadline when all calls are given up, and so does one that waits', async () => {
    const ending = new AbortController();
    const options = { connections: 1, timeoutMs: 600_000, giveUp: ending.signal };
    await using peer = await start(() => ending.abort(), options);
    const [first, second] = await Promise.all([peer.send(), peer.send()]);
    expect(first).toEqual({ type: 'maybe-sent', reason: 'deadline', code: null });
    expect(second).toEqual({ type: 'not-sent', reason: 'deadline', code: null });
    expect(await peer.send()).toMatchObject({ type: 'not-sent', code: 'UND_ERR_CLOSED' });
    await peer.http.close();
    expect(peer.server.requests).toHaveLength(1);
  });

  it('reuses a connection, and shares it with no other request', async () => {
    await using peer = await start((socket) => socket.write(jsonReply(200, {})));
    await peer.send();
    await freed();
    await peer.send();
    expect(peer.server.connections()).toBe(1);
    await freed();
    await Promise.all([peer.send(), peer.send()]);
    expect(peer.server.connections()).toBe(2);
  });

  it('is sent once, on a fresh connection, after the server closed the idle one', async () => {
    const closing: Fault = (socket, count) => socket.end(jsonReply(200, { count }));
    await using peer = await start(closing, { connections: 1 });
    expect(await peer.send()).toMatchObject({ json: { count: 1 } });
    expect(await peer.send()).toMatchObject({ json: { count: 2 } });
    expect([peer.server.requests.length, peer.server.connections()]).toEqual([2, 2]);
  });

  it('is not sent again when the server closes a reused connection upon it', async () => {
    const once: Fault = (socket, count) =>
      count === 1 ? socket.write(jsonReply(200, {})) : socket.resetAndDestroy();
    await using peer = await start(once, { connections: 1 });
    await peer.send();
    expect(await peer.send()).toMatchObject({ type: 'maybe-sent', reason: 'connection' });
    expect([peer.server.requests.length, peer.server.connections()]).toEqual([2, 1]);
  });

  it('leaves no trace of itself or the reply in a failure', async () => {
    const garbage = 'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nrt_CANARY';
    const failure = await replyTo(garbage);
    expect(failure).toMatchObject({ type: 'maybe-sent', reason: 'connection' });
    expect(inspect(failure, { depth: null, showHidden: true })).not.toContain('CANARY');
  });
});
