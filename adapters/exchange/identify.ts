import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Credential } from '../../domain/issuer.ts';
import type { ReplyKey } from '../../domain/replyStore.ts';

/** How one credential is found and sealed: what the store sees, and the key that it must never see. */
export interface ExchangeId extends ReplyKey {
  /** AES-256 key of the reply; it follows from the presented token (and the root key), so only its bearer has it. */
  readonly sealingKey: KeyObject;
}

/** Bytes of the HMAC that each purpose takes. */
const NAME_END = 20;
const SEALING_KEY_END = 52;

/**
 * Derives everything from the token by one HMAC-SHA512 under the root key, whose parts are independent of each other: a dump
 * of the store tells nothing of the token without the root secret, and opens nothing even with it.
 */
export function identify(rootKey: KeyObject, issuerId: string, credential: Credential): ExchangeId {
  const { refreshToken, ...rest } = credential;
  const bytes = createHmac('sha512', rootKey)
    .update(`refreshql/v2/exchange/${issuerId}\0${refreshToken.reveal()}`)
    .digest();
  const bindingKey = bytes.toString('base64url', SEALING_KEY_END);
  return {
    key: bytes.toString('base64url', 0, NAME_END),
    binding: hash('sha256', bindingKey + canonical(rest), 'base64url'),
    sealingKey: createSecretKey(bytes.subarray(NAME_END, SEALING_KEY_END)),
  };
}

/** The same text for the same members, whatever their order. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  // The JSON of a secret is the same for all secrets.
  if ('reveal' in value && typeof value.reveal === 'function') return canonical(value.reveal());
  let members = '';
  for (const name of Object.keys(value).sort()) {
    const member: unknown = Reflect.get(value, name);
    if (member != null) members += `${JSON.stringify(name)}:${canonical(member)},`;
  }
  return `{${members}}`;
}
