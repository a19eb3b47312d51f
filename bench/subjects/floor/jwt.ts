import { createHmac, type KeyObject, sign, timingSafeEqual } from 'node:crypto';

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const HS256_HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** Signs claims with HMAC-SHA256. */
export function signHs256(claims: object, key: KeyObject): string {
  const input = `${HS256_HEADER}.${encode(claims)}`;
  return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
}

/** The claims of a token signed by `signHs256`, unchecked beside the signature; null for any other. */
export function verifyHs256(token: string, key: KeyObject): Record<string, unknown> | null {
  const [header, payload, signature] = token.split('.');
  if (header !== HS256_HEADER || payload === undefined || signature === undefined) return null;
  const expected = createHmac('sha256', key).update(`${header}.${payload}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
  return JSON.parse(Buffer.from(payload, 'base64url').toString());
}

/** Makes a signer of access tokens (RFC 9068) with an Ed25519 key. */
export function createEdDsaSigner(kid: string, key: KeyObject): (claims: object) => string {
  const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid });
  return (claims) => {
    const input = `${header}.${encode(claims)}`;
    return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`;
  };
}
