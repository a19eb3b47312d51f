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
  const here = verifyHere(token, key, alg);
  if (here !== undefined) return here;
  try {
    const { protectedHeader, payload } = await compactVerify(token, key, { algorithms: [alg] });
    return { header: protectedHeader, payload };
  } catch {
    return null;
  }
}

const PLAIN = { alg: 'HS256', typ: 'JWT' } as const;
const PREFIX = `${Buffer.from(JSON.stringify(PLAIN)).toString('base64url')}.`;

/**
 * The same on this thread, for what is no token at all and for refresh tokens as this issuer makes them; undefined for
 * others, which are left to jose.
 */
export function verifyHere(
  token: string,
  key: KeyInput,
  alg: string,
): VerifiedJws | null | undefined {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  if (token.startsWith(PREFIX) && isLocalKey(alg, key)) return verifyPlain(token, key);
  return isCompactJws(token) ? undefined : null;
}

/** A text with a good signature is one that was signed here, so its encoding is canonical. */
function verifyPlain(token: string, key: KeyObject): VerifiedJws | null {
  const end = token.lastIndexOf('.');
  if (end < PREFIX.length || !isHmac(token.slice(end + 1), token.slice(0, end), key)) return null;
  return { header: PLAIN, payload: Buffer.from(token.slice(PREFIX.length, end), 'base64url') };
}

/** Whether a text has three segments in canonical base64url. */
function isCompactJws(token: string): boolean {
  const segments = token.split('.', 4);
  return segments.length === 3 && segments.every(isCanonicalBase64Url);
}

function isCanonicalBase64Url(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}
