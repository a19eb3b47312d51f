import { type KeyObject, sign } from 'node:crypto';
import type Sodium from 'sodium-native';

/** The Ed25519 signature (RFC 8032) of a text, in base64url. The same key and text give the same signature. */
export type SignEd25519 = (text: string, key: KeyObject) => string;

// Its addon is not built for every system: musl has none.
const sodium = await import('sodium-native').then((it) => it.default, noAddon);

/** By libsodium, which takes two thirds of the time; by Node's own OpenSSL where there is none. */
export const signEd25519: SignEd25519 = sodium === null ? signByOpenSsl : createSigner(sodium);

/** What `signEd25519` signs by here. */
export const ED25519_LIBRARY = sodium === null ? 'OpenSSL' : 'libsodium';

/** By the OpenSSL that Node is built with. */
export function signByOpenSsl(text: string, key: KeyObject): string {
  return sign(null, Buffer.from(text), key).toString('base64url');
}

function createSigner(lib: typeof Sodium): SignEd25519 {
  const secretKeys = new WeakMap<KeyObject, Buffer>();
  return (text, key) => {
    let secretKey = secretKeys.get(key);
    if (secretKey === undefined) {
      secretKey = toSecretKey(lib, key);
      secretKeys.set(key, secretKey);
    }
    const signature = Buffer.allocUnsafe(lib.crypto_sign_BYTES);
    lib.crypto_sign_detached(signature, Buffer.from(text), secretKey);
    return signature.toString('base64url');
  };
}

/** This copy lies apart from the heap, in memory that is kept from swap and core dumps where the system lets it. */
function toSecretKey(lib: typeof Sodium, key: KeyObject): Buffer {
  const secretKey = lib.sodium_malloc(lib.crypto_sign_SECRETKEYBYTES);
  // The seed is the end of it (RFC 8410 section 7).
  const der = key.export({ format: 'der', type: 'pkcs8' });
  try {
    const seed = der.subarray(-lib.crypto_sign_SEEDBYTES);
    lib.crypto_sign_seed_keypair(Buffer.alloc(lib.crypto_sign_PUBLICKEYBYTES), secretKey, seed);
  } finally {
    der.fill(0);
  }
  return secretKey;
}

function noAddon(): null {
  return null;
}
