import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Call } from '../../domain/call.ts';
import { type Secret, secret } from '../../domain/secret.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BEARER = /^bearer +([\w.~+/=-]+) *$/i;

/** What the use cases may know of an HTTP request. A correlation id is adopted only when it is a UUID. */
export function createCall(request: IncomingMessage, now: () => number): Call {
  const { headers, socket } = request;
  return {
    correlationId: correlationId(headers['x-correlation-id']),
    now,
    accessToken: bearer(headers.authorization),
    serviceKey: header(headers['x-service-key']),
    ipAddress: socket.remoteAddress ?? null,
  };
}

function correlationId(given: string | string[] | undefined): string {
  return typeof given === 'string' && UUID.test(given) ? given.toLowerCase() : randomUUID();
}

function bearer(authorization: string | undefined): Secret | null {
  const token = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
  return token === undefined ? null : secret(token);
}

function header(value: string | string[] | undefined): Secret | null {
  return typeof value === 'string' ? secret(value) : null;
}
