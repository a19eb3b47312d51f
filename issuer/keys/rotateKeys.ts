import type { JwsAlgorithm } from '../verifyJws.ts';
import { generateRootSecret, generateSigningJwk } from './generateKeys.ts';
import { publicPart } from './importSigningKeys.ts';
import { timesOf } from './jwkTimes.ts';
import { type Scheduled, scheduleKeys, stateOf, type TimedKey } from './keySchedule.ts';
import { ROOT_ALG, timedRoot } from './rootSecret.ts';
import { parseRootSecretSet, type RootJwk, toRootJwk } from './rootSecretSet.ts';
import { algOf, parseSigningKeySet, type SigningJwk } from './signingKeySet.ts';

/** When a new key begins to sign, and what of the old ones stays. Times are ms, `tokenLife` too. */
export interface RotationPlan {
  readonly now: number;
  readonly signsFrom: number;
  /** How long a token may outlive the signing of its key. */
  readonly tokenLife: number;
  /** Takes out every other key, of other algorithms too: the tokens they signed fail. */
  readonly drop: boolean;
}

type Entry<K> = TimedKey & { readonly jwk: K };

/** The set with one more signing key, as JSON; expired keys are left out. Throws where one is waiting already. */
export async function rotateSigningKeys(
  json: string,
  alg: JwsAlgorithm,
  plan: RotationPlan,
): Promise<string> {
  const fresh = { ...(await generateSigningJwk(alg)), nbf: plan.signsFrom / 1000 };
  if (plan.drop) return toJson([fresh]);
  const entries = parseSigningKeySet(json).map(
    (jwk): Entry<SigningJwk> => ({
      jwk,
      alg: algOf(jwk),
      isPrivate: jwk.d !== undefined,
      ...timesOf(jwk),
    }),
  );
  return toJson([fresh, ...keep(entries, alg, plan, toPublic)], parseSigningKeySet);
}

/** The root secrets with one more, as JSON; expired ones are left out. Throws where one is waiting already. */
export function rotateRootSecret(text: string, plan: RotationPlan): string {
  const fresh = { ...toRootJwk(generateRootSecret()), nbf: plan.signsFrom / 1000 };
  if (plan.drop) return toJson([fresh]);
  const entries = parseRootSecretSet(text).map(
    (jwk): Entry<RootJwk> => ({ jwk, ...timedRoot(jwk) }),
  );
  const kept = keep(entries, ROOT_ALG, plan, (jwk) => jwk);
  return toJson([fresh, ...kept], parseRootSecretSet);
}

function keep<K extends object>(
  entries: readonly Entry<K>[],
  alg: string,
  plan: RotationPlan,
  retire: (jwk: K) => object,
): readonly object[] {
  const keys = scheduleKeys(entries, plan.tokenLife);
  const states = keys.map((key) => ({ key, state: stateOf(keys, key, alg, plan.now) }));
  if (states.some(({ state }) => state === 'next')) {
    throw new Error('A next key is waiting already; rotate again once it signs.');
  }
  return states
    .filter(({ state }) => state !== 'expired')
    .map(({ key, state }) => {
      if (state === 'active') return { ...key.jwk, exp: lastExpiry(key, plan) };
      return state === 'retired' ? retire(key.jwk) : key.jwk;
    });
}

// Written down because the lifetimes of tokens may be configured otherwise by then.
function lastExpiry(key: Scheduled<TimedKey>, { signsFrom, tokenLife }: RotationPlan): number {
  return Math.ceil(Math.max(key.expiresAt ?? 0, signsFrom + tokenLife) / 1000);
}

function toPublic(jwk: SigningJwk): object {
  const { alg, use, nbf, exp } = jwk;
  const times = { ...(nbf !== undefined && { nbf }), ...(exp !== undefined && { exp }) };
  return { ...publicPart(jwk), ...(alg && { alg }), ...(use && { use }), ...times };
}

/** The set as it is written; throws where `check` would refuse it at the next start. */
function toJson(keys: readonly object[], check?: (json: string) => unknown): string {
  const json = `${JSON.stringify({ keys }, null, 2)}\n`;
  check?.(json);
  return json;
}
