import type { ServerResponse } from 'node:http';
import { createSendTogether } from './sendTogether.ts';

/** Headers that every reply has: nothing here may be cached, sniffed or framed. */
export const SAFE_HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
} as const;

const CORRELATION_ID = Symbol('correlation id');

/** A WeakMap of responses would be work for each collection of garbage. */
type Named = ServerResponse & { [CORRELATION_ID]?: string };

/** Names the request in the headers of its reply. To `setHeader` it would make all headers take the slow way. */
export function correlate(response: ServerResponse, correlationId: string): void {
  (response as Named)[CORRELATION_ID] = correlationId;
}

/** The header that names the request; none where no listener has named it. */
export function correlationHeader(response: ServerResponse): Readonly<Record<string, string>> {
  const id = (response as Named)[CORRELATION_ID];
  return id === undefined ? {} : { 'x-correlation-id': id };
}

/** Milliseconds: half of those a caller has, because Node lets a timeout pass where some was taken since the write before. */
const UNREAD_TIMEOUT = 15_000;

const headersOf = (response: ServerResponse, contentType: string, length: number) => ({
  ...correlationHeader(response),
  ...SAFE_HEADERS,
  'content-type': contentType,
  'content-length': length,
});

const send = createSendTogether((response, { status, contentType, body, headers }) => {
  const length = Buffer.byteLength(body);
  response.writeHead(status, { ...headersOf(response, contentType, length), ...headers });
  // A text with a byte for each character is ASCII, which need not be encoded.
  response.end(body, length === body.length ? 'latin1' : 'utf8');
  limitUnread(response);
});

/** Node's own limits are for what is received. */
function limitUnread(response: ServerResponse): void {
  if (response.writableLength > 0) response.req.socket.setTimeout(UNREAD_TIMEOUT);
}

/** Sends a whole reply in one write, together with the others of this turn; only the first of a request is sent. */
export function reply(
  response: ServerResponse,
  status: number,
  contentType: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  send(response, { status, contentType, body, headers });
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

/** Sends bytes as they are, one part after another: what replies share is in memory once. */
export function replyParts(
  response: ServerResponse,
  contentType: string,
  parts: readonly Buffer[],
): void {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  response.writeHead(200, headersOf(response, contentType, length));
  for (const part of parts) response.write(part);
  response.end();
  limitUnread(response);
}
