import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { takeTurns } from '../../server/http/takeTurns.ts';
import { openSocket, readToEnd, sendRaw, statuses } from '../support/rawSocket.ts';
import { serve } from '../support/serve.ts';

const get = (path: string, headers = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const CLOSE = 'Connection: close\r\n';

/** The paths that are asked for, and answers them one by one when the test says so. */
function inHand() {
  const asked: string[] = [];
  const { promise: begun, resolve: begin } = Promise.withResolvers<ServerResponse>();
  const listener: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    if (asked.length === 1) begin(response);
    else response.end(request.url);
  };
  return { asked, begun, listener };
}

describe('requests of one connection', () => {
  it('begin one after the other, in the order in which they were sent', async () => {
    const { asked, begun, listener } = inHand();
    using server = await serve(takeTurns(listener));
    const raw = sendRaw(server.url, get('/1') + get('/2') + get('/3', CLOSE));
    const first = await begun;
    expect(asked).toEqual(['/1']);
    first.end('/1');
    expect((await raw).match(/(?<=\r\n\r\n)\/./g)).toEqual(['/1', '/2', '/3']);
  });

  it('each keep what was begun around them, a trace for instance', async () => {
    const around = new AsyncLocalStorage<string | undefined>();
    const seen: [string | undefined, string | undefined][] = [];
    const turns = takeTurns((request, response) => {
      seen.push([request.url, around.getStore()]);
      setImmediate(() => response.end());
    });
    using server = await serve((request, response) =>
      around.run(request.url, () => turns(request, response)),
    );
    await sendRaw(server.url, get('/1') + get('/2') + get('/3', CLOSE));
    expect(seen).toEqual(['/1', '/2', '/3'].map((path) => [path, path]));
  });

  it('do not wait for those of another', async () => {
    const { begun, listener } = inHand();
    using server = await serve(takeTurns(listener));
    const socket = await openSocket(server.url);
    socket.write(get('/1'));
    await begun;
    expect(await sendRaw(server.url, get('/2', CLOSE))).toContain('/2');
    socket.destroy();
  });

  it('never begin once a reply has ended the connection', async () => {
    const { asked, begun, listener } = inHand();
    using server = await serve(takeTurns(listener));
    const raw = sendRaw(server.url, get('/1') + get('/2'));
    (await begun).writeHead(200, { connection: 'close' }).end();
    expect(statuses(await raw)).toEqual([200]);
    expect(asked).toEqual(['/1']);
  });

  it('never begin once their caller has gone', async () => {
    const { asked, begun, listener } = inHand();
    using server = await serve(takeTurns(listener));
    const socket = await openSocket(server.url);
    socket.write(get('/1') + get('/2'));
    const first = await begun;
    socket.destroy();
    await once(first, 'close');
    first.end();
    expect(await sendRaw(server.url, get('/3', CLOSE))).toContain('/3');
    expect(asked).toEqual(['/1', '/3']);
  });

  it('never begin where they come behind the end of the connection', () => {
    const { asked, listener } = inHand();
    const request = new IncomingMessage(new Socket());
    const response = new ServerResponse(request);
    response.assignSocket(request.socket);
    request.socket.end();
    takeTurns(listener)(request, response);
    expect(asked).toEqual([]);
  });

  it('have no time in which to be read but their own', async () => {
    const times: (number | undefined)[] = [];
    const listener: RequestListener = ({ socket }, response) => {
      times.push(socket.timeout);
      socket.setTimeout(30_000);
      response.end();
    };
    using server = await serve(takeTurns(listener));
    await sendRaw(server.url, get('/1') + get('/2', CLOSE));
    expect(times.map((time) => time ?? 0)).toEqual([0, 0]);
  });
});

describe('a caller that sends a megabyte of requests at once', () => {
  const COUNT = 2500;
  const BODY = 'x'.repeat(400);
  const REQUEST = `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`;
  const ALL = REQUEST.repeat(COUNT - 1) + get('/', CLOSE);

  it('is read no faster than it is answered, and answered in full', async () => {
    let begun = 0;
    let most = 0;
    using server = await serve(
      takeTurns((request, response) => {
        most = Math.max(most, request.socket.bytesRead - begun * REQUEST.length);
        begun += 1;
        request.resume().once('end', () => setImmediate(() => response.end('x')));
      }),
    );
    expect(statuses(await sendRaw(server.url, ALL))).toHaveLength(COUNT);
    expect(most).toBeLessThan(200 * 1024);
  });

  it('is not read on while it reads nothing, and cut off then', async () => {
    const { promise, resolve } = Promise.withResolvers<Socket>();
    let begun = 0;
    using server = await serve(
      takeTurns(({ socket }, response) => {
        begun += 1;
        response.end('x'.repeat(32 * 1024 * 1024));
        resolve(socket);
      }),
    );
    const socket = await openSocket(server.url);
    socket.pause();
    socket.write(ALL);
    const other = await promise;
    const ended = once(other, 'close');
    await expect.poll(() => other.isPaused()).toBe(true);
    expect(other.bytesRead).toBeLessThan(200 * 1024);
    // As it is emitted when nothing was read or written for the time that is set.
    other.emit('timeout');
    await ended;
    expect(begun).toBe(1);
    socket.destroy();
  });

  it('is cut off where its requests are so small that hundreds wait', async () => {
    using server = await serve(takeTurns(() => {}));
    const socket = await openSocket(server.url);
    const read = readToEnd(socket);
    socket.write(get('/').repeat(2000));
    expect(statuses(await read).filter((status) => status >= 200)).toEqual([]);
  });
});
