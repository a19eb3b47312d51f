import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import type { ReplyKey } from '../../domain/replyStore.ts';

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

const PROCESS = randomBytes(8);
let nonces = 0;

/** Encrypts for whoever holds the token: nonce, ciphertext and tag. It opens only under the same key and binding. */
export function seal(id: ReplyKey, sealingKey: KeyObject, text: string): Uint8Array {
  const nonce = nextNonce();
  const cipher = createCipheriv(CIPHER, sealingKey, nonce).setAAD(context(id));
  const body = cipher.update(text, 'utf8');
  return Buffer.concat([nonce, body, cipher.final(), cipher.getAuthTag()]);
}

/** Never the same under one key (NIST SP 800-38D section 8.2.1): each token has a key of its own, and few seal under it. */
function nextNonce(): Buffer {
  const nonce = Buffer.allocUnsafe(NONCE);
  PROCESS.copy(nonce);
  nonces = (nonces + 1) >>> 0;
  nonce.writeUInt32BE(nonces, PROCESS.length);
  return nonce;
}

/** What was sealed; null where it was sealed otherwise or changed since. */
export function unseal(id: ReplyKey, sealingKey: KeyObject, sealed: Uint8Array): string | null {
  if (sealed.length < NONCE + TAG) return null;
  const body = sealed.subarray(NONCE, -TAG);
  try {
    const decipher = createDecipheriv(CIPHER, sealingKey, sealed.subarray(0, NONCE), {
      authTagLength: TAG,
    });
    decipher.setAAD(context(id)).setAuthTag(sealed.subarray(-TAG));
    return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

const context = ({ key, binding }: ReplyKey) => Buffer.from(`${key}.${binding}`);
