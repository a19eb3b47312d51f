import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import type { EventSink } from '../../domain/events.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import { isJsonBody } from '../http/mediaType.ts';
import { BODY_LIMIT, readBody } from '../http/readBody.ts';
import { UNREAD_BODY } from '../http/readJsonBody.ts';
import { reply, replyJson } from '../http/reply.ts';
import type { HttpExchange, Routes } from '../http/route.ts';
import { router } from './router.ts';
import { assertOneRefresh } from './trpcContext.ts';

/** What the tRPC face needs. */
export interface TrpcOptions {
  readonly resolvers: Resolvers;
  readonly emit: EventSink;
}

const MAX_CALLS = 10;

/** The tRPC face at `/trpc/<procedure>`: at most ten calls a batch, one of them a refresh. */
export function trpcRoutes(options: TrpcOptions): Routes {
  return {
    '/trpc/*': {
      GET: (exchange) => answer(exchange, options),
      async POST(exchange) {
        const body = await readBody(exchange.request, BODY_LIMIT);
        if (body.ok) await answer(exchange, options, body.text);
        else tooLarge(exchange);
      },
    },
  };
}

async function answer(exchange: HttpExchange, options: TrpcOptions, body?: string): Promise<void> {
  const { response, call } = exchange;
  const { resolvers, emit } = options;
  const { correlationId } = call;
  const result = await fetchRequestHandler({
    endpoint: '/trpc',
    req: toRequest(exchange, body),
    router,
    maxBatchSize: MAX_CALLS,
    createContext({ info }) {
      assertOneRefresh(info);
      return { resolvers, call };
    },
    onError({ error }) {
      if (error.code !== 'INTERNAL_SERVER_ERROR') return;
      const cause = error.cause ?? error;
      emit({ type: 'defect', at: call.now(), correlationId, operation: 'trpc', cause });
    },
  });
  reply(response, result.status, typeOf(result), await result.text());
}

/** An error that comes before any procedure has no type of tRPC's, only what `Response` calls any text. */
function typeOf({ headers }: Response): string {
  const type = headers.get('content-type') ?? '';
  return /^application\/jsonl?\b/.test(type) ? type : 'application/json';
}

/** Of the caller's headers only what tRPC answers by, and whether the body is JSON: it would take forms and streams too. */
function toRequest({ request }: HttpExchange, body: string | undefined): Request {
  const { 'content-type': type, 'content-encoding': encoding } = request.headers;
  const lines = request.headers['trpc-accept'] === 'application/jsonl';
  return new Request(new URL(request.url ?? '/', 'http://refreshql.internal'), {
    method: request.method ?? 'GET',
    headers: {
      'content-type': isJsonBody(type, encoding) ? 'application/json' : 'text/plain',
      ...(lines ? { 'trpc-accept': 'application/jsonl' } : {}),
    },
    ...(body === undefined ? {} : { body }),
  });
}

/** JSON-RPC 2.0 names errors of the server from -32000 down; this is tRPC's number for this one. */
const PAYLOAD_TOO_LARGE = -32013;

/** The rest of the body is thrown away, and the connection with it. */
function tooLarge({ request, response }: HttpExchange): void {
  request.resume();
  const error = {
    message: `The body must be at most ${BODY_LIMIT} bytes.`,
    code: PAYLOAD_TOO_LARGE,
    data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 },
  };
  replyJson(response, 413, { error }, UNREAD_BODY);
}
