import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import type { JSONWebKeySet } from 'jose';
import type { Secret } from '../../domain/secret.ts';
import { CLOCK_SKEW } from '../clock.ts';
import type { JwsAlgorithm } from '../verifyJws.ts';
import { generateSigningJwk } from './generateKeys.ts';
import { type ImportedKey, importSigningKeys } from './importSigningKeys.ts';
import { keptFile } from './keptFile.ts';
import { scheduleKeys, signerAt } from './keySchedule.ts';
import type { RootSecret } from './rootSecret.ts';

/** A key by which tokens are signed or verified. */
export interface NamedKey {
  /** RFC 7638 thumbprint; for HS256 a name that tells nothing of the key. */
  readonly kid: string;
  readonly alg: JwsAlgorithm;
  readonly key: KeyObject;
}

/** The keys of access tokens as they stand at a time: one signs, all that are not expired verify. Times are ms. */
export interface SigningKeys {
  /** False for HS256, of which nothing may be published. */
  readonly published: boolean;
  signer(now: number): NamedKey;
  verifier(kid: string, now: number): NamedKey | null;
  /** The public keys (RFC 7517), those to come too, without any private member; empty for HS256. */
  jwks(now: number): JSONWebKeySet;
}

/** Where the signing keys come from. */
export interface SigningKeysOptions {
  readonly alg: JwsAlgorithm;
  readonly dataDir: string;
  /** For HS256, whose keys follow from it. */
  readonly rootSecret: RootSecret;
  /** A JWK Set as JSON. Members without `nbf` sign from the beginning, the first one of them before the others. */
  readonly value?: Secret | undefined;
  /** Seconds that a retired key still verifies. @default a year */
  readonly accessTokenTtl?: number;
}

const YEAR = 31_536_000;

/** Where the signing keys of a data directory are kept. */
export const signingKeysFile = (dataDir: string) => join(dataDir, 'signing-keys.json');

/** The given signing keys, or those kept in `<dataDir>/signing-keys.json`; throws an `Error` that says what is wrong. */
export async function loadSigningKeys(options: SigningKeysOptions): Promise<SigningKeys> {
  const { alg, value, dataDir, rootSecret, accessTokenTtl = YEAR } = options;
  if (alg === 'HS256') {
    if (value) throw new Error('HS256 signs with a key of the root secret: give no signing keys.');
    return hmacKeys(rootSecret);
  }
  const json = value?.reveal() ?? (await keptKeys(dataDir, alg));
  return scheduledKeys(await importSigningKeys(json, alg), alg, signingTokenLife(accessTokenTtl));
}

/** How long (ms) an access token may outlive the signing of its key; a node's clock may be late with the change. */
export function signingTokenLife(accessTokenTtl: number): number {
  return (accessTokenTtl + CLOCK_SKEW) * 1000;
}

function keptKeys(dataDir: string, alg: JwsAlgorithm): Promise<string> {
  return keptFile(signingKeysFile(dataDir), async () =>
    JSON.stringify({ keys: [await generateSigningJwk(alg)] }),
  );
}

function scheduledKeys(
  imported: readonly ImportedKey[],
  alg: JwsAlgorithm,
  tokenLife: number,
): SigningKeys {
  const keys = scheduleKeys(imported, tokenLife);
  const byKid = new Map(keys.map((it) => [it.kid, it]));
  return {
    published: true,
    signer(now) {
      const found = signerAt(keys, alg, now);
      if (!found?.privateKey) throw new Error(`No signing key is for ${alg}.`);
      return { kid: found.kid, alg, key: found.privateKey };
    },
    verifier(kid, now) {
      const found = byKid.get(kid);
      return found && now < found.verifiesUntil ? found : null;
    },
    jwks: (now) => ({
      keys: keys.filter((it) => now < it.verifiesUntil).map((it) => it.jwk),
    }),
  };
}

function hmacKeys(rootSecret: RootSecret): SigningKeys {
  const named = ({ id, accessKey }: ReturnType<RootSecret['at']>): NamedKey => ({
    kid: id,
    alg: 'HS256',
    key: accessKey,
  });
  return {
    published: false,
    signer: (now) => named(rootSecret.at(now)),
    verifier(kid, now) {
      const found = rootSecret.usable(now).find(({ id }) => id === kid);
      return found === undefined ? null : named(found);
    },
    jwks: () => ({ keys: [] }),
  };
}
