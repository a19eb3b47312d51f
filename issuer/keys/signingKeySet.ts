import { z } from 'zod';
import type { JwsAlgorithm } from '../verifyJws.ts';
import { jwkTimes } from './jwkTimes.ts';
import { keySetProblems, MAX_KEYS } from './keySetProblems.ts';

const text = z.string().min(1);
const common = {
  ...jwkTimes,
  alg: text.optional(),
  use: z.literal('sig').optional(),
  d: text.optional(),
};
const jwkSchema = z.discriminatedUnion('kty', [
  z.looseObject({ ...common, kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: text }),
  z.looseObject({ ...common, kty: z.literal('EC'), crv: z.literal('P-256'), x: text, y: text }),
  z.looseObject({ ...common, kty: z.literal('RSA'), n: text, e: text }),
]);
const setSchema = z.object({ keys: z.array(jwkSchema).min(1).max(MAX_KEYS) });

/** One key of a signing key set, as it is written. */
export type SigningJwk = z.infer<typeof jwkSchema>;

const ALG = { OKP: 'EdDSA', EC: 'ES256', RSA: 'RS256' } as const satisfies Record<
  SigningJwk['kty'],
  JwsAlgorithm
>;

/** The one algorithm that a key is used with. */
export function algOf({ kty }: SigningJwk): JwsAlgorithm {
  return ALG[kty];
}

/** Reads a JWK Set (RFC 7517) of signature keys; throws an `Error` without any key in it. */
export function parseSigningKeySet(json: string): readonly SigningJwk[] {
  const parsed = setSchema.safeParse(parseJson(json));
  if (parsed.success) return parsed.data.keys;
  const where = keySetProblems(parsed.error);
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
