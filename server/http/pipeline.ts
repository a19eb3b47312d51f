import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** Requests of one connection that may wait for the replies to those before them. */
const MAX_WAITING = 16;

const WAITING = Symbol('waiting');

type Counted = Socket & { [WAITING]?: number };

/**
 * Whether a request may be answered. Who sends many without reading the replies would fill the memory with them, so the
 * connection is cut: Node reads 64 KiB of requests before it stops.
 */
export function mayWait({ socket }: IncomingMessage, response: ServerResponse): boolean {
  // Only the reply whose turn it is has the socket.
  return response.socket !== null || isCounted(socket, response);
}

function isCounted(socket: Counted, response: ServerResponse): boolean {
  const waiting = socket[WAITING] ?? 0;
  if (waiting === MAX_WAITING) socket.destroy();
  if (socket.destroyed) return false;
  socket[WAITING] = waiting + 1;
  response.once('close', () => {
    socket[WAITING] = (socket[WAITING] ?? 1) - 1;
  });
  return true;
}
