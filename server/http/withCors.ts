import { correlationHeader } from './reply.ts';
import type { Handler, HttpExchange } from './route.ts';

type Handlers = Readonly<Record<string, Handler>>;

/** tRPC's client sends `trpc-accept` to stream, WalletKit's SDK for browsers the last four with every call. */
const ALLOWED_HEADERS = [
  'content-type',
  'authorization',
  'x-correlation-id',
  'x-cr-correlation-id',
  'trpc-accept',
  'x-walletkit-project-id',
  'x-walletkit-token-source',
  'x-fern-language',
  'x-fern-sdk-name',
  'x-fern-sdk-version',
].join(', ');

/**
 * Lets pages of the listed origins call these handlers from a browser. Nothing here lives on cookies, so credentials are
 * not allowed, and what a page may send is what it would have to hold anyway. Without origins nothing changes.
 */
export function withCors(origins: readonly string[], handlers: Handlers): Handlers {
  if (origins.length === 0) return handlers;
  const allowed = new Set(origins);
  const wrap = (handler: Handler): Handler => {
    const wrapped = (exchange: HttpExchange) => {
      allow(allowed, exchange);
      return handler(exchange);
    };
    // What a handler says of itself holds for this one too.
    return Object.assign(wrapped, handler);
  };
  const wrapped = Object.entries(handlers).map(([method, handler]) => [method, wrap(handler)]);
  return { ...Object.fromEntries(wrapped), OPTIONS: wrap(preflight(Object.keys(handlers))) };
}

function allow(allowed: ReadonlySet<string>, { request, response }: HttpExchange): void {
  const { origin } = request.headers;
  response.setHeader('vary', 'Origin');
  if (origin === undefined || !allowed.has(origin)) return;
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-expose-headers', 'x-correlation-id, retry-after');
}

const preflight =
  (methods: readonly string[]): Handler =>
  ({ response }) => {
    if (response.hasHeader('access-control-allow-origin')) {
      response.setHeader('access-control-allow-methods', methods.join(', '));
      response.setHeader('access-control-allow-headers', ALLOWED_HEADERS);
      response.setHeader('access-control-max-age', '600');
    }
    response.writeHead(204, {
      ...correlationHeader(response),
      'cache-control': 'no-store',
      allow: [...methods, 'OPTIONS'].join(', '),
    });
    response.end();
  };
