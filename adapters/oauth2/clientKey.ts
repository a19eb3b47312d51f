import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { type ClientAuth, modifyAssertion, type PrivateKey, PrivateKeyJwt } from 'oauth4webapi';
import { z } from 'zod';

/** Names are those of Web Cryptography, by the curve of an EC key. */
const CURVES: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
};

const hints = z.object({ kid: z.string().optional(), alg: z.string().optional() });

/** The least modulus of an RSA key, in bits: oauth4webapi signs with no smaller one. */
const LEAST_RSA = 2048;

/**
 * Lets a client prove who it is by its private key (`private_key_jwt`): PKCS #8 in PEM, or a JWK as JSON whose `kid` is kept.
 * RSA signs with RS256 and Ed25519 as EdDSA, unless the JWK's `alg` says otherwise. Throws a `TypeError` that quotes nothing
 * of it.
 */
export function clientKeyJwt(text: string): ClientAuth {
  try {
    const { key, kid, alg } = parse(text);
    // The two packages list the usages of other kinds of keys differently.
    const imported = key.toCryptoKey(algorithmOf(key, alg), false, ['sign']) as PrivateKey['key'];
    const named = { key: imported, ...(kid !== undefined && { kid }) };
    if (alg === 'Ed25519') return PrivateKeyJwt(named);
    return PrivateKeyJwt(named, { [modifyAssertion]: sayEdDSA });
  } catch {
    throw new TypeError(
      'The private key must be PKCS #8 in PEM or a JWK: RSA of at least 2048 bits, EC or Ed25519.',
    );
  }
}

/** The name of RFC 8037, which servers know; that of RFC 9864 is oauth4webapi's. */
function sayEdDSA(header: Record<string, unknown>): void {
  if (header['alg'] === 'Ed25519') header['alg'] = 'EdDSA';
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
  if (Number(asymmetricKeyDetails?.modulusLength) < LEAST_RSA) throw new TypeError('too small');
  return { name: family === 'PS' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5', hash: `SHA-${bits}` };
}
