import type { IncomingMessage } from 'node:http';
import { type Secret, secret } from '../../domain/secret.ts';
import { sameSecret } from '../../resolvers/sameSecret.ts';

/** Whether a request comes from the gateway: it sent the gateway key as `X-Gateway-Key`. */
export function isGateway(key: Secret | null, { headers }: IncomingMessage): boolean {
  const given = headers['x-gateway-key'];
  return key !== null && typeof given === 'string' && sameSecret(key, secret(given));
}
