import { z } from 'zod';
import { jwkTimes } from './jwkTimes.ts';
import { keySetProblems, MAX_KEYS } from './keySetProblems.ts';

const MIN_BYTES = 32;

const octSchema = z.looseObject({
  ...jwkTimes,
  kty: z.literal('oct'),
  k: z.string().regex(/^[\w-]+$/),
});
const setSchema = z.object({ keys: z.array(octSchema).min(1).max(MAX_KEYS) });

/** One root secret as a JWK (RFC 7518 section 6.4). */
export type RootJwk = z.infer<typeof octSchema>;

/** Reads one root secret as text, or a JWK Set of several; throws an `Error` that quotes nothing. */
export function parseRootSecretSet(given: string): readonly RootJwk[] {
  const text = given.trim();
  const keys = text.startsWith('{') ? parseSet(text) : [toRootJwk(text)];
  if (keys.some((it) => bytesOf(it).length < MIN_BYTES)) {
    throw new Error(`The root secret must be at least ${MIN_BYTES} bytes long.`);
  }
  if (new Set(keys.map((it) => it.k)).size < keys.length) {
    throw new Error('The root secrets hold the same one twice.');
  }
  return keys;
}

/** The JWK of a root secret that was given as text; its bytes are those of the text itself. */
export function toRootJwk(text: string): RootJwk {
  return { kty: 'oct', k: Buffer.from(text, 'utf8').toString('base64url') };
}

/** What the HMAC keys are derived from. */
export function bytesOf({ k }: RootJwk): Buffer {
  return Buffer.from(k, 'base64url');
}

function parseSet(text: string): readonly RootJwk[] {
  const parsed = setSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data.keys;
  const where = keySetProblems(parsed.error);
  throw new Error(`The root secret must be text or a JWK Set of "oct" keys; wrong: ${where}.`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the secret.
    throw new Error('The root secret begins like a JWK Set, but is not valid JSON.');
  }
}
