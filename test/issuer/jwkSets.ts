import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** A private JWK of a fresh key. */
export async function generateJwk(alg: string, modulusLength = 2048): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true, modulusLength });
  return exportJWK(privateKey);
}

/** A JWK Set, as JSON, of fresh private keys. */
export async function generateJwkSet(...algs: readonly string[]): Promise<string> {
  return JSON.stringify({ keys: await Promise.all(algs.map((alg) => generateJwk(alg))) });
}
