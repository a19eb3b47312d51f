import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto';
import { type SignEd25519, signEd25519 } from '../../../issuer/signEd25519.ts';

/** Gives claims as a signed token. */
export type Signer = (claims: object) => string;

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

const HS256_HEADER = encode({ alg: 'HS256', typ: 'JWT' });

/** Signs claims with HMAC-SHA256. */
export function signHs256(claims: object, key: KeyObject): string {
  return signAs(HS256_HEADER, claims, (input) => hmac(input, key));
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

/** Makes a signer of access tokens (RFC 9068) with an Ed25519 key, by RefreshQL's own signature unless another is given. */
export function createEdDsaSigner(
  kid: string,
  key: KeyObject,
  sign: SignEd25519 = signEd25519,
): Signer {
  const header = encode({ alg: 'EdDSA', typ: 'at+jwt', kid });
  return (claims) => signAs(header, claims, (input) => sign(input, key));
}

/** Makes a signer of access tokens (RFC 9068) with HMAC-SHA256. */
export function createHs256Signer(kid: string, key: KeyObject): Signer {
  const header = encode({ alg: 'HS256', typ: 'at+jwt', kid });
  return (claims) => signAs(header, claims, (input) => hmac(input, key));
}

function signAs(header: string, claims: object, sign: (input: string) => string): string {
  const input = `${header}.${encode(claims)}`;
  return `${input}.${sign(input)}`;
}

function hmac(input: string, key: KeyObject): string {
  return createHmac('sha256', key).update(input).digest('base64url');
}
