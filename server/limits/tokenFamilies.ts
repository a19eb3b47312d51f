import { hash } from 'node:crypto';
import type { Presented } from '../../domain/rateLimiter.ts';
import type { Secret } from '../../domain/secret.ts';
import { createRecent } from './recent.ts';

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

const FAMILY = Symbol('family');

/** A token is asked for before its call and after it. A WeakMap takes longer than the hash that it saves. */
type Asked = Presented & { [FAMILY]?: TokenFamily };

/** Remembers at least the last `capacity` tokens that were handed out. */
export function createTokenFamilies(key: Buffer, capacity = 25_000): TokenFamilies {
  const families = createRecent<string>(capacity);
  const prefix = key.toString('base64url');

  /** The key has a fixed length and nobody sees the hash, so a plain prefix is enough; an HMAC takes three times as long. */
  const fingerprint = (issuerId: string, token: Secret) =>
    hash('sha256', `${prefix}${issuerId} ${token.reveal()}`, 'binary');

  function find({ issuer, refreshToken }: Presented): TokenFamily {
    const token = fingerprint(issuer.id, refreshToken);
    const id = families.get(token);
    return { id: id ?? token, known: id !== undefined };
  }

  function of(presented: Asked): TokenFamily {
    presented[FAMILY] ??= find(presented);
    return presented[FAMILY];
  }

  return {
    of,
    follow: (presented, successor) =>
      families.set(fingerprint(presented.issuer.id, successor), of(presented).id),
  };
}
