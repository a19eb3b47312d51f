import type { JwsAlgorithm } from '../verifyJws.ts';
import { importSigningKeys } from './importSigningKeys.ts';
import { type KeyState, scheduleKeys, stateOf, type TimedKey } from './keySchedule.ts';
import { ROOT_ALG, rootSecretId, rootTokenLife, timedRoot } from './rootSecret.ts';
import { parseRootSecretSet } from './rootSecretSet.ts';
import { signingTokenLife } from './signingKeys.ts';

/** One key as an operator may see it: nothing of the key itself. Times are milliseconds since the epoch. */
export interface KeyFacts {
  readonly kind: 'signing' | 'root';
  /** The `kid` of a signing key; a name that tells nothing of a root secret. */
  readonly id: string;
  readonly alg: string;
  readonly state: KeyState;
  /** 0 where it always did. */
  readonly signsFrom: number;
  readonly signsUntil: number | null;
  /** Null where it verifies for as long as it is listed. */
  readonly verifiesUntil: number | null;
}

/** The signing keys of a set, newest first; `accessTokenTtl` in seconds. Rejects with an `Error` that quotes nothing. */
export async function describeSigningKeys(
  json: string,
  alg: JwsAlgorithm,
  options: { readonly now: number; readonly accessTokenTtl: number },
): Promise<readonly KeyFacts[]> {
  const keys = await importSigningKeys(json, alg);
  const named = keys.map((key) => ({ ...key, id: key.kid }));
  return describe('signing', named, alg, options.now, signingTokenLife(options.accessTokenTtl));
}

/** The root secrets of a text or set, newest first; `refreshTokenTtl` in seconds. */
export async function describeRootSecrets(
  text: string,
  options: { readonly now: number; readonly refreshTokenTtl: number },
): Promise<readonly KeyFacts[]> {
  const keys = await Promise.all(
    parseRootSecretSet(text).map(async (jwk) => ({
      ...timedRoot(jwk),
      id: await rootSecretId(jwk),
    })),
  );
  return describe('root', keys, ROOT_ALG, options.now, rootTokenLife(options.refreshTokenTtl));
}

function describe(
  kind: KeyFacts['kind'],
  named: readonly (TimedKey & { readonly id: string })[],
  alg: string,
  now: number,
  tokenLife: number,
): readonly KeyFacts[] {
  const keys = scheduleKeys(named, tokenLife);
  return keys.map((key) => ({
    kind,
    id: key.id,
    alg: key.alg,
    state: stateOf(keys, key, alg, now),
    signsFrom: key.signsFrom,
    signsUntil: key.signsUntil,
    verifiesUntil: Number.isFinite(key.verifiesUntil) ? key.verifiesUntil : null,
  }));
}
