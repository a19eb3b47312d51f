import { hkdf, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { CryptoKey } from 'jose';
import type { Secret } from '../../domain/secret.ts';
import { keptFile } from './keptFile.ts';

const MIN_BYTES = 32;

/** The HMAC keys that follow from the root secret, one for each purpose (HKDF-SHA256, RFC 5869). */
export interface RootSecret {
  readonly refreshKey: CryptoKey;
  readonly accessKey: CryptoKey;
}

/** The given root secret, or the one kept in `<dataDir>/root-secret`; throws an `Error` where it is too short. */
export async function loadRootSecret(options: {
  readonly value?: Secret | undefined;
  readonly dataDir: string;
}): Promise<RootSecret> {
  const text = options.value?.reveal() ?? (await keptSecret(options.dataDir));
  const bytes = Buffer.from(text.trim(), 'utf8');
  if (bytes.length < MIN_BYTES) {
    throw new Error(`The root secret must be at least ${MIN_BYTES} bytes long.`);
  }
  return {
    refreshKey: await deriveHmacKey(bytes, 'refreshql/v1/refresh-token'),
    accessKey: await deriveHmacKey(bytes, 'refreshql/v1/access-token'),
  };
}

function keptSecret(dataDir: string): Promise<string> {
  return keptFile(join(dataDir, 'root-secret'), () => randomBytes(32).toString('base64url'));
}

async function deriveHmacKey(rootSecret: Buffer, purpose: string): Promise<CryptoKey> {
  const bytes = await promisify(hkdf)('sha256', rootSecret, '', purpose, 32);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  return crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign', 'verify']);
}
