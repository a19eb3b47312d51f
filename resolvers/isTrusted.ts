import type { Call } from '../domain/call.ts';
import type { Deps } from './deps.ts';
import { sameSecret } from './sameSecret.ts';

/** Whether the caller is a trusted back end: it presented the service key. */
export function isTrusted({ serviceKey }: Deps, call: Call): boolean {
  return serviceKey !== null && call.serviceKey !== null && sameSecret(serviceKey, call.serviceKey);
}
