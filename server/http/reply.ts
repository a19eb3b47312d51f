import type { ServerResponse } from 'node:http';

/** Headers that every reply has: nothing here may be cached, sniffed or framed. */
export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

const correlationIds = new WeakMap<ServerResponse, string>();

/** Names the request in the headers of its reply. To `setHeader` it would make all headers take the slow way. */
export function correlate(response: ServerResponse, correlationId: string): void {
  correlationIds.set(response, correlationId);
}

/** The header that names the request; none where no listener has named it. */
export function correlationHeader(response: ServerResponse): Readonly<Record<string, string>> {
  const id = correlationIds.get(response);
  return id === undefined ? {} : { 'x-correlation-id': id };
}

/** Sends a whole reply in one write. */
export function reply(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const length = Buffer.byteLength(body);
  response.writeHead(status, {
    ...correlationHeader(response),
    ...SAFE_HEADERS,
    'content-type': contentType,
    'content-length': length,
    ...headers,
  });
  // A text with a byte for each character is ASCII, which need not be encoded.
  response.end(body, length === body.length ? 'latin1' : 'utf8');
}

/** Sends JSON. */
export function replyJson(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  reply(response, status, 'application/json; charset=utf-8', JSON.stringify(value), headers);
}
