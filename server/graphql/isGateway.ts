import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type Secret, secret } from '../../domain/secret.ts';

const digest = (key: Secret): Buffer => createHash('sha256').update(key.reveal()).digest();

/** Whether a request comes from the gateway: it sent the gateway key as `X-Gateway-Key`. Compared in constant time. */
export function isGateway(key: Secret | null, { headers }: IncomingMessage): boolean {
  const given = headers['x-gateway-key'];
  if (key === null || typeof given !== 'string') return false;
  return timingSafeEqual(digest(key), digest(secret(given)));
}
