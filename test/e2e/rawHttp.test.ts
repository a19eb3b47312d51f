import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { heldByOne, holdSockets } from '../support/holdSockets.ts';
import { openSocket, readToEnd, sendRaw, statuses } from '../support/rawSocket.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';

const BODY = '{"query":"{ __typename }"}';
const SMUGGLED = 'POST /graphql HTTP/1.1\r\nHost: x\r\n\r\n';

const request = (headers: readonly string[], body = BODY) =>
  [
    'POST /graphql HTTP/1.1',
    'Host: x',
    'Content-Type: application/json',
    'Connection: close',
    ...headers,
    '',
    body,
  ].join('\r\n');

/** How many connections a caller holds for nothing, and a word where a process may not have as many. */
const MANY = 10_000;
const HELD = heldByOne(MANY);
const FEWER = HELD < MANY ? ' (fewer than 10,000: the limit of open files here)' : '';

const length = `Content-Length: ${BODY.length}`;

const ANSWER = { data: { __typename: 'Query' } };
const ask = async ({ url }: TestServer): Promise<unknown> =>
  (await post(url, { query: '{ __typename }' })).json();

/** The service answers others while something odd goes on. */
async function expectService(server: TestServer): Promise<void> {
  expect(await ask(server)).toEqual(ANSWER);
}

describe('a request that two parsers could read differently', () => {
  it.each([
    ['two lengths that differ', request([length, 'Content-Length: 5'])],
    ['two lengths that agree', request([length, length])],
    [
      'a length and chunks',
      request([length, 'Transfer-Encoding: chunked'], `0\r\n\r\n${SMUGGLED}`),
    ],
    [
      'chunks and a length',
      request(['Transfer-Encoding: chunked', length], `0\r\n\r\n${SMUGGLED}`),
    ],
    ['an unknown coding after chunked', request(['Transfer-Encoding: chunked, identity'])],
    ['a coding with a space before the colon', request(['Transfer-Encoding : chunked', length])],
    ['a negative length', request(['Content-Length: -1'])],
    ['a length with a plus', request([`Content-Length: +${BODY.length}`])],
    ['a folded header', request([length, 'X-A: a\r\n b'])],
    ['a bare LF in a header', request([length, 'X-A: a\nTransfer-Encoding: chunked'])],
    ['a NUL in a header', request([length, 'X-A: a\0b'])],
    [
      'a chunk size that is none',
      request(['Transfer-Encoding: chunked'], `zz\r\n${BODY}\r\n0\r\n\r\n`),
    ],
    [
      'no host',
      `POST /graphql HTTP/1.1\r\nContent-Type: application/json\r\n${length}\r\n\r\n${BODY}`,
    ],
    ['no HTTP', 'hello\r\n\r\n'],
  ])('is refused with 400 and the connection closed: %s', async (_name, text) => {
    await using server = await startTestServer();
    expect(statuses(await sendRaw(server.url, text))).toEqual([400]);
    await expectService(server);
  });

  it('is refused with 431 when its headers are larger than 16 KiB', async () => {
    await using server = await startTestServer();
    const large = request([length, `X-A: ${'a'.repeat(17 * 1024)}`]);
    expect(statuses(await sendRaw(server.url, large))).toEqual([431]);
    const many = request([length, ...Array.from({ length: 2000 }, (_, n) => `X-${n}: aaaaaaaa`)]);
    expect(statuses(await sendRaw(server.url, many))).toEqual([431]);
    await expectService(server);
  });

  it('is served when it is merely unusual', async () => {
    await using server = await startTestServer();
    const chunked = `5\r\n${BODY.slice(0, 5)}\r\n${(BODY.length - 5).toString(16)}\r\n${BODY.slice(5)}\r\n0\r\n\r\n`;
    const raw = await sendRaw(server.url, request(['Transfer-Encoding: chunked'], chunked));
    expect(statuses(raw)).toEqual([200]);
  });
});

describe('a caller that is slow on purpose', () => {
  const quick = {
    headersTimeout: 150,
    requestTimeout: 300,
    keepAliveTimeout: 200,
    connectionsCheckingInterval: 25,
  };

  it.each([
    ['never ends its headers', 'POST /graphql HTTP/1.1\r\nHost: x\r\nX-A: ', 'a'],
    ['never ends its body', request(['Content-Length: 16000'], '{"query":'), 'a'],
    ['never ends its chunks', request(['Transfer-Encoding: chunked'], '3e80\r\n{"que'), 'a'],
    ['never speaks', '', ''],
  ])('is cut off when it %s, and no error is made of it', async (_name, text, drop) => {
    await using server = await startTestServer({ socketLimits: quick });
    const socket = await openSocket(server.url);
    socket.write(text);
    const trickle = setInterval(() => socket.write(drop), 20);
    const raw = await readToEnd(socket);
    clearInterval(trickle);
    // A reset, which what was still on its way brings about, may take the reply with it.
    expect([[], [408]]).toContainEqual(statuses(raw));
    // On a busy machine a good request, too, may come too late for limits as short as these.
    await expect.poll(() => ask(server)).toEqual(ANSWER);
    expect(server.events).toEqual([]);
  });

  it(`does not keep others from being answered, though it holds ${HELD.toLocaleString('en')} connections${FEWER}`, async () => {
    const patient = { headersTimeout: 600_000, requestTimeout: 600_000 };
    await using server = await startTestServer({ socketLimits: patient });
    await using held = await holdSockets(server.url, HELD);
    for (let n = 0; n < 100; n += 1) {
      expect(statuses(await sendRaw(server.url, request([length])))).toEqual([200]);
      await expectService(server);
    }
    expect(await held.open()).toBe(HELD);
    expect(server.events).toEqual([]);
  });
});

describe('a caller that asks without reading', () => {
  const GET = 'GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n';

  it('is cut off once too many of its requests wait, and no error is made of it', async () => {
    await using server = await startTestServer();
    const socket = await openSocket(server.url);
    socket.pause();
    socket.write(GET.repeat(1500));
    // What is in memory for it is at most what a client that reads may have, and it is gone with the connection.
    const raw = await readToEnd(socket);
    expect(statuses(raw).length).toBeLessThanOrEqual(20);
    await expectService(server);
    expect(server.events).toEqual([]);
  });

  it('may send some requests at once, which are answered in order', async () => {
    await using server = await startTestServer();
    const socket = await openSocket(server.url);
    const close = 'GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    for (let n = 0; n < 3; n += 1) socket.write(GET.repeat(5));
    socket.write(close);
    expect(statuses(await readToEnd(socket))).toEqual(Array.from({ length: 16 }, () => 200));
  });
});

describe('a request target', () => {
  it('may be absolute, as a proxy sends it (RFC 9112 section 3.2.2)', async () => {
    await using server = await startTestServer();
    const absolute = (path: string) =>
      `GET http://refresh.example${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;
    expect(statuses(await sendRaw(server.url, absolute('/health')))).toEqual([200]);
    const query = await sendRaw(server.url, absolute('/graphql?query=%7B__typename%7D'));
    expect(query).toContain('{"data":{"__typename":"Query"}}');
    expect(statuses(await sendRaw(server.url, absolute('')))).toEqual([404]);
  });

  it('is answered to HEAD as to GET, without the body (RFC 9110 section 9.3.2)', async () => {
    await using server = await startTestServer();
    const paths = ['/health', '/openapi.json', '/trpc/issuers', '/graphql?query=%7B__typename%7D'];
    for (const path of paths) {
      const ask = (method: string) => fetch(`${server.url}${path}`, { method });
      const [head, get] = [await ask('HEAD'), await ask('GET')];
      expect([path, head.status, await head.text()]).toEqual([path, 200, '']);
      expect(head.headers.get('content-length')).toBe(get.headers.get('content-length'));
    }
  });
});
