import { hash } from 'node:crypto';
import type { Presented } from '../../domain/rateLimiter.ts';
import type { Secret } from '../../domain/secret.ts';

/** The session a token belongs to, as far as this process can tell without believing the token. */
export interface TokenFamily {
  /** The same for every token that followed from one; says nothing about the token. */
  readonly id: string;
  /** An issuer gave this very token here, so it is no guess. */
  readonly known: boolean;
}

/** Follows tokens from refresh to refresh, by keyed hashes. */
export interface TokenFamilies {
  of(presented: Presented): TokenFamily;
  /** Remembers that `successor` was given for `presented`. */
  follow(presented: Presented, successor: Secret): void;
}

/** Remembers the last `capacity` tokens that were handed out; the oldest are forgotten first. */
export function createTokenFamilies(key: Buffer, capacity = 50_000): TokenFamilies {
  const families = new Map<string, string>();
  const fingerprints = new WeakMap<Secret, string>();
  const prefix = key.toString('base64url');

  /** The key has a fixed length and nobody sees the hash, so a plain prefix is enough; an HMAC takes three times as long. */
  function fingerprint({ id }: Presented['issuer'], token: Secret): string {
    const known = fingerprints.get(token);
    if (known !== undefined) return known;
    const made = hash('sha256', `${prefix}${id} ${token.reveal()}`, 'base64url').slice(0, 22);
    fingerprints.set(token, made);
    return made;
  }

  function remember(token: string, family: string): void {
    families.delete(token);
    families.set(token, family);
    if (families.size <= capacity) return;
    const [oldest] = families.keys();
    if (oldest !== undefined) families.delete(oldest);
  }

  function of({ issuer, refreshToken }: Presented): TokenFamily {
    const token = fingerprint(issuer, refreshToken);
    const id = families.get(token);
    return { id: id ?? token, known: id !== undefined };
  }

  return {
    of,
    follow: (presented, successor) =>
      remember(fingerprint(presented.issuer, successor), of(presented).id),
  };
}
