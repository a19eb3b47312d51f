import { once } from 'node:events';
import type { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { reply, replyParts } from '../../server/http/reply.ts';
import { openSocket } from '../support/rawSocket.ts';
import { serve } from '../support/serve.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

/** The server's end of a connection whose caller does not read, once the replies to it are made. */
async function unread(body: string | readonly Buffer[], requests: number): Promise<Socket> {
  const { promise, resolve } = Promise.withResolvers<Socket>();
  let asked = 0;
  using server = await serve((request, response) => {
    if (typeof body === 'string') reply(response, 200, 'text/plain', body);
    else replyParts(response, 'text/plain', body);
    asked += 1;
    if (asked === requests) setImmediate(() => setImmediate(resolve, request.socket));
  });
  const socket = await openSocket(server.url);
  socket.pause();
  socket.write(GET.repeat(requests));
  const other = await promise;
  const ended = once(other, 'close');
  // As it is emitted when that time is over.
  if (other.timeout === 15_000) other.emit('timeout');
  else socket.destroy();
  await ended;
  return other;
}

it('a caller that takes nothing of a long reply is cut off within half a minute', async () => {
  expect((await unread('x'.repeat(32 * 1024 * 1024), 1)).timeout).toBe(15_000);
});

it('a caller that takes nothing of the first of several replies is, too', async () => {
  expect((await unread('x'.repeat(16 * 1024 * 1024), 3)).timeout).toBe(15_000);
});

it('a caller that takes nothing of a reply in parts is, too', async () => {
  const parts = [Buffer.alloc(16 * 1024 * 1024), Buffer.from('short')];
  expect((await unread(parts, 1)).timeout).toBe(15_000);
});

it('a reply that is on its way is no reason to wait for its caller', async () => {
  expect((await unread('short', 1)).timeout).not.toBe(15_000);
});
