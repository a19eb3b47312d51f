import { type CompactJWSHeaderParameters, compactVerify, type KeyInput } from 'jose';

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
  if (!isCanonical(token)) return null;
  try {
    const { protectedHeader, payload } = await compactVerify(token, key, { algorithms: [alg] });
    return { header: protectedHeader, payload };
  } catch {
    return null;
  }
}

function isCanonical(token: string): boolean {
  if (token.length > MAX_TOKEN_LENGTH) return false;
  const segments = token.split('.', 4);
  return segments.length === 3 && segments.every(isCanonicalBase64Url);
}

function isCanonicalBase64Url(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}
