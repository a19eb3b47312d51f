import { join } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, type JSONWebKeySet } from 'jose';
import type { Secret } from '../../domain/secret.ts';
import type { JwsAlgorithm } from '../verifyJws.ts';
import { importSigningKeys } from './importSigningKeys.ts';
import { keptFile } from './keptFile.ts';
import type { RootSecret } from './rootSecret.ts';

/** A key that access tokens are verified with. */
export interface VerificationKey {
  /** RFC 7638 thumbprint; for HS256 a fixed name, since nothing of that key may be published. */
  readonly kid: string;
  readonly alg: JwsAlgorithm;
  readonly key: CryptoKey;
}

/** The keys of access tokens: one signs, all verify. */
export interface SigningKeys {
  readonly signer: VerificationKey;
  /** By `kid`. */
  readonly verifiers: ReadonlyMap<string, VerificationKey>;
  /** The public keys (RFC 7517), without any private member; empty for HS256. */
  readonly jwks: JSONWebKeySet;
}

/** Where the signing keys come from. */
export interface SigningKeysOptions {
  readonly alg: JwsAlgorithm;
  readonly dataDir: string;
  /** For HS256, whose key follows from it. */
  readonly rootSecret: RootSecret;
  /** A JWK Set as JSON. Its first key signs and so must be private; the others may be. */
  readonly value?: Secret | undefined;
}

/** The given signing keys, or those kept in `<dataDir>/signing-keys.json`; throws an `Error` that says what is wrong. */
export async function loadSigningKeys(options: SigningKeysOptions): Promise<SigningKeys> {
  const { alg, value, dataDir, rootSecret } = options;
  if (alg === 'HS256') return hmacKeys(rootSecret, value);
  const json = value?.reveal() ?? (await keptKeys(dataDir, alg));
  return importSigningKeys(json, alg);
}

function hmacKeys({ accessKey }: RootSecret, value: Secret | undefined): SigningKeys {
  if (value) throw new Error('HS256 signs with a key of the root secret: give no signing keys.');
  const signer: VerificationKey = { kid: 'hs256', alg: 'HS256', key: accessKey };
  return { signer, verifiers: new Map([[signer.kid, signer]]), jwks: { keys: [] } };
}

function keptKeys(dataDir: string, alg: JwsAlgorithm): Promise<string> {
  return keptFile(join(dataDir, 'signing-keys.json'), async () => {
    const { privateKey } = await generateKeyPair(alg, { extractable: true });
    return JSON.stringify({ keys: [{ ...(await exportJWK(privateKey)), alg, use: 'sig' }] });
  });
}
