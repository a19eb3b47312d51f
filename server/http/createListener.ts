import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { EventSink } from '../../domain/events.ts';
import { createCall } from './createCall.ts';
import { replyJson } from './reply.ts';
import type { Exchange, Handler, Routes } from './route.ts';

/** What the listener needs. */
export interface ListenerOptions {
  readonly routes: Routes;
  readonly now: () => number;
  readonly emit: EventSink;
}

/** The one entrance for HTTP: finds the handler, gives the request its correlation id, answers defects with 500. */
export function createListener({ routes, now, emit }: ListenerOptions): RequestListener {
  const table = new Map(
    Object.entries(routes).map(([path, methods]) => [path, new Map(Object.entries(methods))]),
  );
  return (request, response) => {
    const exchange = open(request, response, now);
    const handler = find(table, exchange);
    if (handler === null) return;
    run(handler, exchange, emit);
  };
}

function open(request: IncomingMessage, response: ServerResponse, now: () => number): Exchange {
  const { url = '/' } = request;
  const query = url.indexOf('?');
  const call = createCall(request, now);
  response.setHeader('x-correlation-id', call.correlationId);
  return { request, response, path: query === -1 ? url : url.slice(0, query), call };
}

function find(
  table: ReadonlyMap<string, ReadonlyMap<string, Handler>>,
  { request, response, path }: Exchange,
): Handler | null {
  const methods = table.get(path);
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

async function run(handler: Handler, exchange: Exchange, emit: EventSink): Promise<void> {
  const { response, call, path } = exchange;
  try {
    await handler(exchange);
  } catch (cause) {
    if (exchange.request.destroyed && !exchange.request.complete) return;
    const { correlationId } = call;
    emit({ type: 'defect', at: call.now(), correlationId, operation: `http ${path}`, cause });
    if (response.headersSent) response.destroy();
    else replyJson(response, 500, { error: 'Unexpected error.' });
  }
}
