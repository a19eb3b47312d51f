import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Call } from '../../domain/call.ts';
import { type Secret, secret } from '../../domain/secret.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const BEARER = /^bearer +([\w.~+/=-]+) *$/i;

/** What the use cases may know of an HTTP request from this address. A correlation id, Cloudreve's too, is adopted only when it is a UUID. */
export function createCall(
  request: IncomingMessage,
  ipAddress: string | null,
  now: () => number,
): Call {
  const { headers } = request;
  return {
    correlationId:
      uuid(headers['x-correlation-id']) ?? uuid(headers['x-cr-correlation-id']) ?? randomUUID(),
    now,
    accessToken: bearer(headers.authorization),
    serviceKey: header(headers['x-service-key']),
    ipAddress,
  };
}

function uuid(given: string | string[] | undefined): string | null {
  return typeof given === 'string' && UUID.test(given) ? given.toLowerCase() : null;
}

function bearer(authorization: string | undefined): Secret | null {
  const token = authorization === undefined ? undefined : BEARER.exec(authorization)?.[1];
  return token === undefined ? null : secret(token);
}

function header(value: string | string[] | undefined): Secret | null {
  return typeof value === 'string' ? secret(value) : null;
}
