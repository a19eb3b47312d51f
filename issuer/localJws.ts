import { createHmac, KeyObject, timingSafeEqual } from 'node:crypto';
import type { CryptoKey, KeyInput } from 'jose';
import { signEd25519 } from './signEd25519.ts';

/**
 * The base64url signature of a JWS (RFC 7515) with HS256 or EdDSA, made on this thread: the way to another one, which
 * Web Crypto takes, costs more than an HMAC and half of an Ed25519 signature. Null for other algorithms and keys.
 */
export function signHere(alg: string, input: string, key: KeyObject | CryptoKey): string | null {
  if (!(key instanceof KeyObject)) return null;
  if (alg === 'HS256' && key.type === 'secret') return hmac(input, key);
  if (alg !== 'EdDSA' || key.asymmetricKeyType !== 'ed25519') return null;
  return signEd25519(input, key);
}

/** Whether HS256 can be verified on this thread with this key. */
export function isLocalKey(alg: string, key: KeyInput): key is KeyObject {
  return alg === 'HS256' && key instanceof KeyObject && key.type === 'secret';
}

/** Whether a signature in canonical base64url is the HMAC-SHA256 of the input; compared in constant time. */
export function isHmac(signature: string, input: string, key: KeyObject): boolean {
  const expected = Buffer.from(hmac(input, key), 'latin1');
  const given = Buffer.from(signature, 'latin1');
  return given.length === expected.length && timingSafeEqual(given, expected);
}

function hmac(input: string, key: KeyObject): string {
  return createHmac('sha256', key).update(input).digest('base64url');
}
