import { hash, timingSafeEqual } from 'node:crypto';
import type { Secret } from '../domain/secret.ts';

/** SHA-256 of a secret, which may be kept in its place. */
export function digestOf(secret: Secret): Buffer {
  return hash('sha256', secret.reveal(), 'buffer');
}

/** Whether a secret is the one of this digest. Compared in constant time. */
export function hasDigest(secret: Secret, digest: Buffer): boolean {
  return timingSafeEqual(digest, digestOf(secret));
}

/** Whether two secrets are the same. Compared in constant time, whatever their lengths. */
export function sameSecret(one: Secret, other: Secret): boolean {
  return hasDigest(one, digestOf(other));
}
