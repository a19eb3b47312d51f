import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import { protectedHeader, signJws } from '../signJws.ts';
import { type JwsAlgorithm, verifyJws } from '../verifyJws.ts';
import { timesOf } from './jwkTimes.ts';
import type { TimedKey } from './keySchedule.ts';
import { algOf, parseSigningKeySet, type SigningJwk } from './signingKeySet.ts';

const MIN_RSA_BITS = 2048;

/** One key of a set, checked and ready for use. */
export interface ImportedKey extends TimedKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly alg: JwsAlgorithm;
  readonly key: KeyObject;
  readonly privateKey: KeyObject | null;
  /** What is published of it. */
  readonly jwk: JWK;
}

/** Reads a JWK Set (RFC 7517) in its order, at least one key able to sign with `alg`; throws without any key in it. */
export async function importSigningKeys(
  json: string,
  alg: JwsAlgorithm,
): Promise<readonly ImportedKey[]> {
  const keys = await Promise.all(parseSigningKeySet(json).map(importKey));
  if (!keys.some((it) => it.alg === alg && it.isPrivate)) throw noSigner(keys, alg);
  if (new Set(keys.map((it) => it.kid)).size < keys.length) {
    throw new Error('The signing keys hold the same key twice.');
  }
  return keys;
}

function noSigner(keys: readonly ImportedKey[], alg: JwsAlgorithm): Error {
  const index = Math.max(
    0,
    keys.findIndex((it) => it.alg === alg),
  );
  const found = keys[index]?.alg;
  return found === alg
    ? problem(index, 'signs, but its private part is missing')
    : problem(index, `is for ${found}, but ${alg} is configured`);
}

async function importKey(jwk: SigningJwk, index: number): Promise<ImportedKey> {
  const alg = algOf(jwk);
  if (jwk.alg !== undefined && jwk.alg !== alg) throw problem(index, `is not a key for its "alg"`);
  const bare = publicPart(jwk);
  const key = await importPart(bare, alg, index);
  if (modulusLength(key) < MIN_RSA_BITS) throw problem(index, `has less than ${MIN_RSA_BITS} bits`);
  const privateKey = jwk.d === undefined ? null : await importPart(jwk, alg, index);
  if (privateKey && !(await isPair(privateKey, key, alg))) {
    throw problem(index, 'has a private part that does not belong to its public part');
  }
  const kid = await calculateJwkThumbprint(bare);
  const published = { ...bare, kid, alg, use: 'sig' };
  return {
    kid,
    alg,
    key,
    privateKey,
    isPrivate: privateKey !== null,
    jwk: published,
    ...timesOf(jwk),
  };
}

/** The public members of a key. An allow-list: no member but these is ever published. */
export function publicPart(jwk: SigningJwk): JWK {
  if (jwk.kty === 'RSA') return { kty: jwk.kty, n: jwk.n, e: jwk.e };
  if (jwk.kty === 'EC') return { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y };
  return { kty: jwk.kty, crv: jwk.crv, x: jwk.x };
}

async function importPart(jwk: JWK | SigningJwk, alg: string, index: number): Promise<KeyObject> {
  const { key_ops: _, ext: __, ...members } = jwk as JWK;
  try {
    // jose is stricter with what it reads; Node's own form of the key is the one that signs without a detour.
    await importJWK(members, alg);
    const key = { key: { ...members }, format: 'jwk' } as const;
    return members.d === undefined ? createPublicKey(key) : createPrivateKey(key);
  } catch {
    // The cause could quote the key.
    throw problem(index, 'cannot be read');
  }
}

function modulusLength(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? MIN_RSA_BITS;
}

async function isPair(privateKey: KeyObject, publicKey: KeyObject, alg: JwsAlgorithm) {
  try {
    const probe = await signJws(protectedHeader({ alg }), {}, privateKey);
    return (await verifyJws(probe, publicKey, alg)) !== null;
  } catch {
    return false;
  }
}

function problem(index: number, what: string): Error {
  return new Error(`Signing key ${index + 1} ${what}.`);
}
