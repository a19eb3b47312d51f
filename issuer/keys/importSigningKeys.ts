import { type CryptoKey, calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { z } from 'zod';
import { signJws } from '../signJws.ts';
import { type JwsAlgorithm, verifyJws } from '../verifyJws.ts';
import type { SigningKeys, VerificationKey } from './signingKeys.ts';

const text = z.string().min(1);
const common = { alg: text.optional(), use: z.literal('sig').optional(), d: text.optional() };
const jwkSchema = z.discriminatedUnion('kty', [
  z.looseObject({ ...common, kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: text }),
  z.looseObject({ ...common, kty: z.literal('EC'), crv: z.literal('P-256'), x: text, y: text }),
  z.looseObject({ ...common, kty: z.literal('RSA'), n: text, e: text }),
]);
const setSchema = z.object({ keys: z.array(jwkSchema).min(1) });

type SigningJwk = z.infer<typeof jwkSchema>;

const ALG = { OKP: 'EdDSA', EC: 'ES256', RSA: 'RS256' } as const;
const MIN_RSA_BITS = 2048;

interface ImportedKey extends VerificationKey {
  readonly privateKey: CryptoKey | null;
  readonly jwk: JWK;
}

/** Reads a JWK Set (RFC 7517): its first key signs with `alg`, all verify. Throws an `Error` without any key in it. */
export async function importSigningKeys(json: string, alg: JwsAlgorithm): Promise<SigningKeys> {
  const keys = await Promise.all(parseSet(json).map(importKey));
  const [first] = keys;
  if (!first?.privateKey) throw problem(0, 'signs, but its private part is missing');
  if (first.alg !== alg) throw problem(0, `is for ${first.alg}, but ${alg} is configured`);
  const verifiers = new Map(keys.map((it) => [it.kid, it]));
  if (verifiers.size < keys.length) throw new Error('The signing keys hold the same key twice.');
  return {
    signer: { kid: first.kid, alg, key: first.privateKey },
    verifiers,
    jwks: { keys: keys.map((it) => it.jwk) },
  };
}

function parseSet(json: string): SigningJwk[] {
  const parsed = setSchema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data.keys;
  const where = parsed.error.issues.map((it) => it.path.join('.') || 'the whole').join(', ');
  throw new Error(
    `The signing keys must be a JWK Set of Ed25519, P-256 or RSA signature keys; wrong: ${where}.`,
  );
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The parser's own message would quote the keys.
    throw new Error('The signing keys are not valid JSON.');
  }
}

async function importKey(jwk: SigningJwk, index: number): Promise<ImportedKey> {
  const alg = ALG[jwk.kty];
  if (jwk.alg !== undefined && jwk.alg !== alg) throw problem(index, `is not a key for its "alg"`);
  const bare = publicPart(jwk);
  const key = await importPart(bare, alg, index);
  if (modulusLength(key) < MIN_RSA_BITS) throw problem(index, `has less than ${MIN_RSA_BITS} bits`);
  const privateKey = jwk.d === undefined ? null : await importPart(jwk, alg, index);
  if (privateKey && !(await isPair(privateKey, key, alg))) {
    throw problem(index, 'has a private part that does not belong to its public part');
  }
  const kid = await calculateJwkThumbprint(bare);
  return { kid, alg, key, privateKey, jwk: { ...bare, kid, alg, use: 'sig' } };
}

// An allow-list: no member but these is ever published.
function publicPart(jwk: SigningJwk): JWK {
  if (jwk.kty === 'RSA') return { kty: jwk.kty, n: jwk.n, e: jwk.e };
  if (jwk.kty === 'EC') return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}

async function importPart(jwk: JWK | SigningJwk, alg: string, index: number): Promise<CryptoKey> {
  const { key_ops: _, ext: __, ...members } = jwk as JWK;
  try {
    const key = await importJWK(members, alg);
    if (!(key instanceof Uint8Array)) return key;
  } catch {
    // The cause could quote the key.
  }
  throw problem(index, 'cannot be read');
}

function modulusLength(key: CryptoKey): number {
  const bits = 'modulusLength' in key.algorithm ? key.algorithm.modulusLength : undefined;
  return typeof bits === 'number' ? bits : MIN_RSA_BITS;
}

async function isPair(privateKey: CryptoKey, publicKey: CryptoKey, alg: JwsAlgorithm) {
  try {
    const probe = await signJws({ alg }, {}, privateKey);
    return (await verifyJws(probe, publicKey, alg)) !== null;
  } catch {
    return false;
  }
}

function problem(index: number, what: string): Error {
  return new Error(`Signing key ${index + 1} ${what}.`);
}
