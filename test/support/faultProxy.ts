import { connect, createServer, type Socket } from 'node:net';

/**
 * What happens to the next call. The upstream gets the whole request in all cases but `reset-before` and `swallow`, and answers it; what
 * becomes of its answer is the fault. `held` ones wait for `release`.
 */
export type ProxyFault =
  | 'pass'
  | 'reset-before'
  | 'swallow'
  | 'reset-after'
  | 'reset-during'
  | 'truncate'
  | 'half-close'
  | 'black-hole'
  | 'held';

/** A TCP proxy that breaks calls at a chosen moment. */
export interface FaultProxy extends AsyncDisposable {
  readonly url: string;
  /** The faults of the next calls, in order; `pass` after the last. */
  plan(...faults: readonly ProxyFault[]): void;
  /** Resolves when `count` whole requests have come. */
  hasReceived(count: number): Promise<void>;
  /** Resolves when the upstream has answered `count` calls. */
  hasAnswered(count: number): Promise<void>;
  /** Lets held answers through. */
  release(): void;
}

/** Starts a proxy on 127.0.0.1 before the server of a URL, which has to answer with `Content-Length`. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const { hostname, port } = new URL(target);
  const faults: ProxyFault[] = [];
  const sockets = new Set<Socket>();
  const held: (() => void)[] = [];
  const received = createTally();
  const answered = createTally();

  function onAnswer(client: Socket, fault: ProxyFault, reply: Buffer): void {
    if (fault === 'held') held.push(() => client.write(reply));
    else deliver(client, fault, reply);
    answered.count();
  }

  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect(Number(port), hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
    }
    let fault: ProxyFault = 'pass';
    let request = Buffer.alloc(0);
    client.on('data', (chunk) => {
      if (request.length === 0) fault = faults.shift() ?? 'pass';
      if (fault === 'reset-before') return client.resetAndDestroy();
      request = Buffer.concat([request, chunk]);
      if (fault !== 'swallow') upstream.write(chunk);
      if (!isWhole(request)) return;
      request = Buffer.alloc(0);
      received.count();
      if (fault === 'half-close') client.end();
    });
    let reply = Buffer.alloc(0);
    upstream.on('data', (chunk) => {
      reply = Buffer.concat([reply, chunk]);
      if (!isWhole(reply)) return;
      onAnswer(client, fault, reply);
      reply = Buffer.alloc(0);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${address.port}`,
    plan: (...planned) => void faults.push(...planned),
    hasReceived: received.reached,
    hasAnswered: answered.reached,
    release() {
      for (const deliverNow of held.splice(0)) deliverNow();
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function deliver(client: Socket, fault: ProxyFault, reply: Buffer): void {
  const half = reply.subarray(0, reply.length - Math.ceil(bodyLength(reply) / 2));
  if (fault === 'reset-after') client.resetAndDestroy();
  else if (fault === 'reset-during') client.write(half, () => client.resetAndDestroy());
  else if (fault === 'truncate') client.end(half);
  else if (fault === 'pass') client.write(reply);
}

function bodyLength(message: Buffer): number {
  return Number(/\r\ncontent-length: (\d+)/i.exec(message.toString('latin1'))?.[1] ?? 0);
}

function isWhole(message: Buffer): boolean {
  const end = message.indexOf('\r\n\r\n');
  return end >= 0 && message.length - end - 4 >= bodyLength(message);
}

/** Counts, and tells who waits for a number. */
function createTally() {
  const waiting: { goal: number; resolve: () => void }[] = [];
  let total = 0;
  return {
    count() {
      total += 1;
      for (const { goal, resolve } of waiting) if (total >= goal) resolve();
    },
    reached: (goal: number) =>
      total >= goal
        ? Promise.resolve()
        : new Promise<void>((resolve) => waiting.push({ goal, resolve })),
  };
}
