import { createSecretKey, hash, hkdfSync, type KeyObject } from 'node:crypto';
import type { Credential } from '../../domain/issuer.ts';
import type { ReplyKey } from '../../domain/replyStore.ts';

/** How one credential is found and sealed: what the store sees, and the key that it must never see. */
export interface ExchangeId extends ReplyKey {
  /** AES-256 key of the reply; it follows from the presented token (and the root key), so only its bearer has it. */
  readonly sealingKey: KeyObject;
}

/**
 * Derives everything from the token by HKDF-SHA512 (RFC 5869) under the root key: a dump of the store tells nothing of
 * the token without the root secret, and opens nothing even with it.
 */
export function identify(rootKey: KeyObject, issuerId: string, credential: Credential): ExchangeId {
  const { refreshToken, ...rest } = credential;
  const info = `refreshql/v1/exchange/${issuerId}`;
  const bytes = new Uint8Array(
    hkdfSync('sha512', refreshToken.reveal(), bytesOf(rootKey), info, 96),
  );
  const bindingKey = Buffer.from(bytes.subarray(64)).toString('base64url');
  return {
    key: Buffer.from(bytes.subarray(0, 32)).toString('base64url'),
    binding: hash('sha256', bindingKey + canonical(rest), 'base64url'),
    sealingKey: createSecretKey(bytes.subarray(32, 64)),
  };
}

const exported = new WeakMap<KeyObject, Buffer>();

/** Taking the bytes out of a key costs as much as hashing with it. */
function bytesOf(key: KeyObject): Buffer {
  const bytes = exported.get(key) ?? key.export();
  exported.set(key, bytes);
  return bytes;
}

/** The same text for the same members, whatever their order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  // The JSON of a secret is the same for all secrets.
  if ('reveal' in value && typeof value.reveal === 'function') return canonical(value.reveal());
  const members = Object.entries(value).filter(([, member]) => member != null);
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).sort()}}`;
}
