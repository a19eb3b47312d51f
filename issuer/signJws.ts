import type { KeyObject } from 'node:crypto';
import { type CompactJWSHeaderParameters, CompactSign, type CryptoKey } from 'jose';
import { signHere } from './localJws.ts';

/** Signs claims as a compact JWS (RFC 7515); the same claims and key give the same bytes for HS256 and EdDSA. */
export async function signJws(
  header: CompactJWSHeaderParameters,
  claims: object,
  key: KeyObject | CryptoKey,
): Promise<string> {
  const input = `${encode(header)}.${encode(claims)}`;
  const signature = signHere(header.alg, input, key);
  if (signature !== null) return `${input}.${signature}`;
  return new CompactSign(Buffer.from(JSON.stringify(claims))).setProtectedHeader(header).sign(key);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
