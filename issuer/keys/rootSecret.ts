import { createSecretKey, hkdf, type KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Secret } from '../../domain/secret.ts';
import { CLOCK_SKEW } from '../clock.ts';
import { generateRootSecret } from './generateKeys.ts';
import { timesOf } from './jwkTimes.ts';
import { keptFile } from './keptFile.ts';
import { type Scheduled, scheduleKeys, signerAt, type TimedKey } from './keySchedule.ts';
import { bytesOf, parseRootSecretSet, type RootJwk } from './rootSecretSet.ts';

/** The HMAC keys that follow from one root secret, one for each purpose (HKDF-SHA256, RFC 5869). */
export interface RootKeys {
  /** A name that tells nothing of the secret. */
  readonly id: string;
  readonly refreshKey: KeyObject;
  readonly accessKey: KeyObject;
  /** Kept replies of other issuers are found and sealed under it together with the presented token. */
  readonly exchangeKey: KeyObject;
}

/** The root secrets as they stand at a time; times are milliseconds since the epoch. */
export interface RootSecret {
  /** The keys that sign what is made at `time`, the same ones whenever it is asked. */
  at(time: number): RootKeys;
  /** Every keys that a token may have been signed with, the most likely first. */
  usable(now: number): readonly RootKeys[];
}

/** Where the root secret comes from. */
export interface RootSecretOptions {
  /** At least 32 bytes as text, or a JWK Set of `oct` keys with `nbf` and `exp`. */
  readonly value?: Secret | undefined;
  readonly dataDir: string;
  /** Seconds that a retired root secret still verifies. @default ten years */
  readonly refreshTokenTtl?: number;
}

const TEN_YEARS = 315_360_000;

/** Every root secret stands for one algorithm. */
export const ROOT_ALG = 'HS256';

/** Where the root secret of a data directory is kept. */
export const rootSecretFile = (dataDir: string) => join(dataDir, 'root-secret');

/** The given root secret, or the one kept in `<dataDir>/root-secret`; throws an `Error` where it is too short. */
export async function loadRootSecret(options: RootSecretOptions): Promise<RootSecret> {
  const { value, dataDir, refreshTokenTtl = TEN_YEARS } = options;
  const text = value?.reveal() ?? (await keptFile(rootSecretFile(dataDir), generateRootSecret));
  const keys = await Promise.all(parseRootSecretSet(text).map(importRootKey));
  return scheduledSecret(scheduleKeys(keys, rootTokenLife(refreshTokenTtl)));
}

/** How long (ms) a refresh token may outlive the signing of its root secret. */
export function rootTokenLife(refreshTokenTtl: number): number {
  return (refreshTokenTtl + CLOCK_SKEW) * 1000;
}

/** The times of a root secret, as a schedule asks for them. */
export function timedRoot(jwk: RootJwk): TimedKey {
  return { alg: ROOT_ALG, isPrivate: true, ...timesOf(jwk) };
}

/** A name for a root secret that tells nothing of it. */
export async function rootSecretId(jwk: RootJwk): Promise<string> {
  return (await derive(bytesOf(jwk), 'refreshql/v1/key-id', 12)).toString('base64url');
}

function scheduledSecret(keys: readonly Scheduled<RootKeys & TimedKey>[]): RootSecret {
  function at(time: number): RootKeys {
    const found = signerAt(keys, ROOT_ALG, time);
    if (!found) throw new Error('There is no root secret.');
    return found;
  }
  return {
    at,
    usable(now) {
      if (keys.length === 1) return keys;
      const active = at(now);
      return [active, ...keys.filter((it) => it !== active && now < it.verifiesUntil)];
    },
  };
}

async function importRootKey(jwk: RootJwk): Promise<RootKeys & TimedKey> {
  const bytes = bytesOf(jwk);
  return {
    ...timedRoot(jwk),
    id: await rootSecretId(jwk),
    refreshKey: await deriveKey(bytes, 'refreshql/v1/refresh-token'),
    accessKey: await deriveKey(bytes, 'refreshql/v1/access-token'),
    exchangeKey: await deriveKey(bytes, 'refreshql/v1/exchange'),
  };
}

async function deriveKey(rootSecret: Buffer, purpose: string): Promise<KeyObject> {
  return createSecretKey(await derive(rootSecret, purpose, 32));
}

async function derive(rootSecret: Buffer, purpose: string, length: number): Promise<Buffer> {
  return Buffer.from(await promisify(hkdf)('sha256', rootSecret, '', purpose, length));
}
