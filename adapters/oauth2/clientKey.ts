import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { PrivateKey } from 'oauth4webapi';
import { z } from 'zod';

/** Names are those of Web Cryptography, by the curve of an EC key. */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

const hints = z.object({ kid: z.string().optional(), alg: z.string().optional() });

/**
 * Reads the private key of a client: PKCS #8 in PEM, or a JWK as JSON whose `kid` is kept. RSA signs with RS256
 * unless the JWK's `alg` says otherwise. Throws a `TypeError` that quotes nothing of it.
 */
export function importClientKey(text: string): PrivateKey {
  try {
    const { key, kid, alg } = parse(text);
    const imported = key.toCryptoKey(algorithmOf(key, alg), false, ['sign']);
    // The two packages list the usages of other kinds of keys differently.
    return { key: imported as PrivateKey['key'], ...(kid !== undefined && { kid }) };
  } catch {
    throw new TypeError('The private key must be PKCS #8 in PEM or a JWK: RSA, EC or Ed25519.');
  }
}

function parse(text: string): { key: KeyObject } & z.output<typeof hints> {
  if (!text.trimStart().startsWith('{')) return { key: createPrivateKey(text) };
  const jwk: JsonWebKey = JSON.parse(text);
  return { key: createPrivateKey({ key: jwk, format: 'jwk' }), ...hints.parse(jwk) };
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, alg = 'RS256') {
  if (asymmetricKeyType === 'ed25519') return { name: 'Ed25519' };
  const namedCurve = CURVES[asymmetricKeyDetails?.namedCurve ?? ''];
  if (asymmetricKeyType === 'ec' && namedCurve !== undefined) return { name: 'ECDSA', namedCurve };
  const [, family, bits] = /^([RP]S)(256|384|512)$/.exec(alg) ?? [];
  if (asymmetricKeyType !== 'rsa' || family === undefined) throw new TypeError('not such a key');
  return { name: family === 'PS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: `SHA-${bits}` };
}
