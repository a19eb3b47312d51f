import { type CompactJWSHeaderParameters, CompactSign, type CryptoKey } from 'jose';

const encoder = new TextEncoder();

/** Signs claims as a compact JWS (RFC 7515); the same claims and key give the same bytes for HS256 and EdDSA. */
export function signJws(
  header: CompactJWSHeaderParameters,
  claims: object,
  key: CryptoKey,
): Promise<string> {
  return new CompactSign(encoder.encode(JSON.stringify(claims)))
    .setProtectedHeader(header)
    .sign(key);
}
