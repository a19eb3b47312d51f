import type { KeyObject } from 'node:crypto';
import { type CompactJWSHeaderParameters, compactVerify, type KeyInput } from 'jose';
import { isHmac, isLocalKey } from './localJws.ts';

/** The algorithms this issuer signs with. */
export type JwsAlgorithm = 'EdDSA' | 'ES256' | 'RS256' | 'HS256';

/** What a good signature covers: the protected header and the payload's bytes. */
export interface VerifiedJws {
  readonly header: CompactJWSHeaderParameters;
  readonly payload: Uint8Array;
}

/** The longest token, in bytes, that is looked at. */
export const MAX_TOKEN_LENGTH = 8192;

/**
 * Verifies a compact JWS (RFC 7515) with one key and one algorithm; null for whatever is not exactly that.
 * jose alone would let spaces and non-canonical base64url pass.
 */
export async function verifyJws(
  token: string,
  key: KeyInput,
  alg: string,
): Promise<VerifiedJws | null> {
  const segments = split(token);
  if (segments === null) return null;
  if (isPlainHs256(segments, key, alg)) return verifyHere(segments, key);
  try {
    const { protectedHeader, payload } = await compactVerify(token, key, { algorithms: [alg] });
    return { header: protectedHeader, payload };
  } catch {
    return null;
  }
}

type Segments = readonly [header: string, payload: string, signature: string];

const PLAIN = { alg: 'HS256', typ: 'JWT' } as const;
const ENCODED = Buffer.from(JSON.stringify(PLAIN)).toString('base64url');

/** On this thread, a refresh token as this issuer makes them; with any other header a token is left to jose. */
function isPlainHs256([header]: Segments, key: KeyInput, alg: string): key is KeyObject {
  return header === ENCODED && isLocalKey(alg, key);
}

function verifyHere([header, payload, signature]: Segments, key: KeyObject): VerifiedJws | null {
  if (!isHmac(signature, `${header}.${payload}`, key)) return null;
  return { header: PLAIN, payload: Buffer.from(payload, 'base64url') };
}

/** The segments of a compact JWS, each in canonical base64url; null for any other text. */
function split(token: string): Segments | null {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  const [header, payload, signature, ...more] = token.split('.', 4);
  if (header === undefined || payload === undefined || signature === undefined) return null;
  const segments: Segments = [header, payload, signature];
  return more.length === 0 && segments.every(isCanonicalBase64Url) ? segments : null;
}

function isCanonicalBase64Url(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}
