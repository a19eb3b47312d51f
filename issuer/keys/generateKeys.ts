import { randomBytes } from 'node:crypto';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import type { JwsAlgorithm } from '../verifyJws.ts';

/** A fresh private key for an algorithm with key pairs. */
export async function generateSigningJwk(alg: JwsAlgorithm): Promise<JWK> {
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  return { ...(await exportJWK(privateKey)), alg, use: 'sig' };
}

/** A fresh root secret: 32 random bytes as text. */
export function generateRootSecret(): string {
  return randomBytes(32).toString('base64url');
}
