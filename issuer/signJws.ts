import type { KeyObject } from 'node:crypto';
import { type CompactJWSHeaderParameters, CompactSign, type CryptoKey } from 'jose';
import type { MaybePromise } from '../domain/maybePromise.ts';
import { signHere } from './localJws.ts';

/** Signs claims as a compact JWS (RFC 7515); the same claims and key give the same bytes for HS256 and EdDSA. */
export function signJws(
  header: CompactJWSHeaderParameters,
  claims: object,
  key: KeyObject | CryptoKey,
): MaybePromise<string> {
  const input = `${encodeHeader(header)}.${encode(claims)}`;
  const signature = signHere(header.alg, input, key);
  if (signature !== null) return `${input}.${signature}`;
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
}

const encodedHeaders = new WeakMap<object, string>();

/** A header object is used for many tokens. */
function encodeHeader(header: object): string {
  const known = encodedHeaders.get(header);
  if (known !== undefined) return known;
  const encoded = encode(header);
  encodedHeaders.set(header, encoded);
  return encoded;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
