import { AsyncResource } from 'node:async_hooks';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Where this many requests of a connection wait, no more is read from it. */
const FULL = 16;

/** Where this many wait, it is cut: in the 64 KiB that Node reads at once, requests that carry a token are fewer. */
const TOO_MANY = 512;

const WAITING = Symbol('waiting');

type Queued = Socket & { [WAITING]?: number };

/**
 * Begins the requests of a connection one after another (RFC 9112 section 9.3.2): what waits when the connection ends was
 * not executed, and is safe to send again. Memory is bounded by reading no further than a few requests ahead.
 */
export function takeTurns(listener: RequestListener): RequestListener {
  return (request, response) => {
    // Only the reply whose turn it is has the socket.
    if (response.socket === null) wait(listener, request, response);
    // One that is ended already can still be read from (section 9.6).
    else if (response.socket.writable) listener(request, response);
  };
}

function wait(listener: RequestListener, request: IncomingMessage, response: ServerResponse): void {
  const socket: Queued = request.socket;
  const { [WAITING]: before } = socket;
  if (before === TOO_MANY) socket.destroy();
  if (socket.destroyed) return;
  socket[WAITING] = (before ?? 0) + 1;
  // Each request that begins to read its body makes Node read on.
  if (before === undefined) socket.on('resume', holdBack);
  holdBack.call(socket);
  // The event is one of the request before, whose context (a trace, say) is not this one's.
  const begin = AsyncResource.bind(() => {
    leave(socket);
    listener(request, response);
  });
  response.once('socket', begin);
}

function holdBack(this: Queued): void {
  if ((this[WAITING] ?? 0) < FULL) return;
  this.pause();
  // The parser is fed all the same where reading was asked for before and begins only now.
  this.emit('pause');
}

function leave(socket: Queued): void {
  const left = (socket[WAITING] ?? 1) - 1;
  socket[WAITING] = left;
  // The reply before was taken, so its caller's time to do so is over.
  socket.setTimeout(0);
  if (left === FULL - 1) socket.resume();
}
