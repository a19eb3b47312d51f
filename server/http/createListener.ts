import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Call } from '../../domain/call.ts';
import type { EventSink } from '../../domain/events.ts';
import type { ClientAddress } from './clientAddress.ts';
import { createCall } from './createCall.ts';
import { correlate, replyJson } from './reply.ts';
import type { Handler, HttpExchange, Routes } from './route.ts';

/** What the listener needs. */
export interface ListenerOptions {
  readonly routes: Routes;
  readonly clientAddress: ClientAddress;
  readonly now: () => number;
  readonly emit: EventSink;
}

/** The one entrance for HTTP: finds the handler, gives the request its correlation id, answers defects with 500. */
export function createListener({
  routes,
  clientAddress,
  now,
  emit,
}: ListenerOptions): RequestListener {
  const table = new Map(
    Object.entries(routes).map(([path, methods]) => [path, new Map(Object.entries(methods))]),
  );
  return (request, response) => {
    const call = createCall(request, clientAddress(request), now);
    const exchange = open(request, response, call);
    const handler = find(table, exchange);
    if (handler === null) return;
    run(handler, exchange, emit);
  };
}

function open(request: IncomingMessage, response: ServerResponse, call: Call): HttpExchange {
  const url = originForm(request.url ?? '/');
  const query = url.indexOf('?');
  request.url = url;
  // Node has noted already that the reply has no body.
  if (request.method === 'HEAD') request.method = 'GET';
  correlate(response, call.correlationId);
  return { request, response, path: query === -1 ? url : url.slice(0, query), call };
}

/** The target without scheme and authority, which proxies send and every server has to take (RFC 9112 section 3.2.2). */
function originForm(target: string): string {
  if (target.startsWith('/')) return target;
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, '');
  return rest.startsWith('?') || rest === '' ? `/${rest}` : rest;
}

function find(
  table: ReadonlyMap<string, ReadonlyMap<string, Handler>>,
  { request, response, path }: HttpExchange,
): Handler | null {
  const methods = table.get(path) ?? table.get(`${path.slice(0, path.indexOf('/', 1) + 1)}*`);
  if (methods === undefined) {
    replyJson(response, 404, { error: 'There is nothing at this path.' });
    return null;
  }
  const handler = methods.get(request.method ?? 'GET') ?? methods.get('*');
  if (handler !== undefined) return handler;
  const allow = [...methods.keys()].join(', ');
  replyJson(response, 405, { error: 'This method is not allowed here.' }, { allow });
  return null;
}

function run(handler: Handler, exchange: HttpExchange, emit: EventSink): void {
  const fail = (cause: unknown) => replyDefect(handler, exchange, emit, cause);
  try {
    const answered = handler(exchange);
    if (answered instanceof Promise) answered.catch(fail);
  } catch (cause) {
    fail(cause);
  }
}

function replyDefect(
  { defect = UNEXPECTED }: Handler,
  { request, response, call, path }: HttpExchange,
  emit: EventSink,
  cause: unknown,
) {
  if (request.destroyed && !request.complete) return;
  const { correlationId } = call;
  emit({ type: 'defect', at: call.now(), correlationId, operation: `http ${path}`, cause });
  if (response.headersSent) response.destroy();
  else replyJson(response, 500, defect);
}

const UNEXPECTED = { error: 'Unexpected error.' };
