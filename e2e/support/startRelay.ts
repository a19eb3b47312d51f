import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** One request that passed the relay. */
export interface Passed {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What to do with a request instead of passing it and its answer on. */
export type Trouble =
  /** Passed on; the answer is lost with the connection. */
  | 'lose the answer'
  /** Not passed on; the connection breaks. */
  | 'reset'
  /** Passed on; the answer never comes. */
  | 'stay silent'
  /** Not passed on; answered by a proxy that is overloaded. */
  | 'answer 503';

/** Stands between a gateway and a subgraph, and notes what passes. */
export interface Relay extends AsyncDisposable {
  readonly url: string;
  readonly passed: Passed[];
  /** Makes trouble for requests that contain the text, until told to stop. */
  trouble(trouble: Trouble | null, text?: string): void;
}

/** Starts a relay before `target`, on 127.0.0.1. */
export async function startRelay(target: string): Promise<Relay> {
  const passed: Passed[] = [];
  let planned: { readonly trouble: Trouble; readonly text: string } | null = null;
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await Array.fromAsync(request)).toString();
    passed.push({ headers: request.headers, body });
    const trouble = planned !== null && body.includes(planned.text) ? planned.trouble : null;
    if (trouble === 'reset') return void request.socket.resetAndDestroy();
    if (trouble === 'answer 503') return void response.writeHead(503, { 'retry-after': '1' }).end();
    const answer = await pass(target, request, body);
    if (trouble === 'lose the answer') request.socket.resetAndDestroy();
    if (trouble === null) await send(response, answer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    passed,
    trouble(trouble, text = '') {
      planned = trouble === null ? null : { trouble, text };
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function pass(target: string, { headers, url }: IncomingMessage, body: string): Promise<Response> {
  const { host: _host, connection: _connection, 'content-length': _length, ...rest } = headers;
  const all = Object.entries(rest).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return fetch(new URL(url ?? '/', target), { method: 'POST', headers: all, body });
}

async function send(response: ServerResponse, answer: Response): Promise<void> {
  const type = answer.headers.get('content-type') ?? 'text/plain';
  response.writeHead(answer.status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(await answer.text());
}
