import { createServer, type Socket } from 'node:net';

/** Answers one whole request, or does not. `count` is its number, from 1. */
export type Fault = (socket: Socket, count: number) => void;

/** A TCP server that says exactly the bytes a test wants said. */
export interface FaultServer extends AsyncDisposable {
  readonly url: string;
  /** The text of every whole request received. */
  readonly requests: readonly string[];
  /** Connections accepted so far. */
  connections(): number;
}

/** Starts a server on 127.0.0.1 that does `fault` on each whole request, and `greet` on each connection. */
export async function startFaultServer(
  fault: Fault,
  greet: (socket: Socket) => void = () => {},
): Promise<FaultServer> {
  const requests: string[] = [];
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    greet(socket);
    let received = '';
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8').on('data', (chunk) => {
      received += chunk;
      if (!isWhole(received)) return;
      requests.push(received);
      received = '';
      fault(socket, requests.length);
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    connections: () => sockets.length,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A reply with a correct `Content-Length`, unless `headers` says otherwise. */
export function httpReply(
  status: number,
  body: string | Buffer = '',
  headers: Record<string, string> = {},
): Buffer {
  const bytes = Buffer.from(body);
  const all = { 'content-length': String(bytes.length), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`HTTP/1.1 ${status} Status\r\n${lines.join('')}\r\n`), bytes]);
}

/** The same, for a body of JSON. */
export function jsonReply(status: number, json: unknown, headers: Record<string, string> = {}) {
  return httpReply(status, JSON.stringify(json), {
    'content-type': 'application/json',
    ...headers,
  });
}

/** A URL on 127.0.0.1 where nobody listens. */
export async function closedUrl(): Promise<string> {
  const { url, ...server } = await startFaultServer(() => {});
  await server[Symbol.asyncDispose]();
  return url;
}

function isWhole(received: string): boolean {
  const end = received.indexOf('\r\n\r\n');
  const length = /\r\ncontent-length: (\d+)/i.exec(received)?.[1] ?? '0';
  return end >= 0 && Buffer.byteLength(received.slice(end + 4)) >= Number(length);
}
