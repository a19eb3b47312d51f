import { createHash, timingSafeEqual } from 'node:crypto';
import type { Call } from '../domain/call.ts';
import type { Secret } from '../domain/secret.ts';
import type { Deps } from './deps.ts';

const digest = (key: Secret): Buffer => createHash('sha256').update(key.reveal()).digest();

/** Whether the caller is a trusted back end: it presented the service key. Compared in constant time. */
export function isTrusted({ serviceKey }: Deps, call: Call): boolean {
  if (serviceKey === null || call.serviceKey === null) return false;
  return timingSafeEqual(digest(serviceKey), digest(call.serviceKey));
}
