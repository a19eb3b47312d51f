import type { KeyObject } from 'node:crypto';
import { type CompactJWSHeaderParameters, CompactSign, type CryptoKey } from 'jose';
import type { MaybePromise } from '../domain/maybePromise.ts';
import { signHere } from './localJws.ts';

/** The protected header of any number of tokens. */
export interface ProtectedHeader {
  readonly parameters: CompactJWSHeaderParameters;
  /** As it stands in each of them, in base64url. */
  readonly encoded: string;
}

/** Encodes a header once for all tokens that have it. */
export function protectedHeader(parameters: CompactJWSHeaderParameters): ProtectedHeader {
  return { parameters, encoded: encode(parameters) };
}

/** Signs claims as a compact JWS (RFC 7515); the same claims and key give the same bytes for HS256 and EdDSA. */
export function signJws(
  { parameters, encoded }: ProtectedHeader,
  claims: object,
  key: KeyObject | CryptoKey,
): MaybePromise<string> {
  const input = `${encoded}.${encode(claims)}`;
  const signature = signHere(parameters.alg, input, key);
  if (signature !== null) return `${input}.${signature}`;
  return new CompactSign(Buffer.from(JSON.stringify(claims)))
    .setProtectedHeader(parameters)
    .sign(key);
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
