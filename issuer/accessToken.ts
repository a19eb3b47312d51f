import { type KeyObject, randomUUID } from 'node:crypto';
import { decodeProtectedHeader } from 'jose';
import { z } from 'zod';
import { type MaybePromise, then } from '../domain/maybePromise.ts';
import { type Secret, secret } from '../domain/secret.ts';
import { hasExpired, isFromTheFuture, toSeconds } from './clock.ts';
import type { NamedKey, SigningKeys } from './keys/signingKeys.ts';
import { parseClaims } from './parseClaims.ts';
import { type ProtectedHeader, protectedHeader, signJws } from './signJws.ts';
import type { SessionRecord } from './store/sessionStore.ts';
import { MAX_TOKEN_LENGTH, verifyJws } from './verifyJws.ts';

const TYP = 'at+jwt';

const seconds = z.int().nonnegative();

const claimsSchema = z.object({
  token_type: z.literal('access'),
  iss: z.string(),
  sub: z.string().min(1),
  aud: z.union([z.string().transform((it) => [it]), z.array(z.string())]),
  sid: z.string().min(1),
  jti: z.string(),
  scope: z.string().optional(),
  iat: seconds,
  nbf: seconds,
  exp: seconds,
});

/** The claims of an access token that concern this issuer; times are seconds since the epoch. */
export type AccessClaims = z.infer<typeof claimsSchema>;

/** An access token and when it expires, in milliseconds. */
export interface SignedAccessToken {
  readonly token: Secret;
  readonly expiresAt: number;
}

/** Signs and verifies the access tokens (RFC 9068) of one issuer. */
export interface AccessTokens {
  /** A fresh token for a session, never outliving it; `now` in milliseconds. */
  sign(record: SessionRecord, now: number): MaybePromise<SignedAccessToken>;
  /** The claims of a token that holds at `now` (ms); null for any other. Its session may have ended since. */
  verify(token: Secret, now: number): Promise<AccessClaims | null>;
}

/** What an issuer's access tokens are made with. */
export interface AccessTokenOptions {
  readonly keys: SigningKeys;
  readonly issuerUrl: string;
  /** Seconds. */
  readonly ttl: number;
  /** RFC 9068 section 2.2 requires one. @default 'refreshql' */
  readonly clientId?: string;
}

/** The access tokens of an issuer: the active key signs, any that has not expired verifies. */
export function createAccessTokens(options: AccessTokenOptions): AccessTokens {
  const { keys, issuerUrl } = options;

  function sign(record: SessionRecord, now: number): MaybePromise<SignedAccessToken> {
    const claims = toClaims(record, now, options);
    const signer = keys.signer(now);
    const expiresAt = claims.exp * 1000;
    return then(signJws(headerOf(signer), claims, signer.key), (token) => ({
      token: secret(token),
      expiresAt,
    }));
  }

  async function verify(token: Secret, now: number): Promise<AccessClaims | null> {
    const value = token.reveal();
    const verifier = findKey(keys, value, now);
    const jws = verifier && (await verifyJws(value, verifier.key, verifier.alg));
    if (jws?.header.typ !== TYP) return null;
    const claims = parseClaims(jws, claimsSchema);
    if (claims?.iss !== issuerUrl || !claims.aud.includes(issuerUrl)) return null;
    return hasExpired(claims, now) || isFromTheFuture(claims, now) ? null : claims;
  }

  return { sign, verify };
}

const headers = new WeakMap<KeyObject, ProtectedHeader>();

/** The header of all tokens that a key signs. */
function headerOf({ alg, kid, key }: NamedKey): ProtectedHeader {
  const known = headers.get(key);
  if (known !== undefined) return known;
  const header = protectedHeader({ alg, typ: TYP, kid });
  headers.set(key, header);
  return header;
}

function toClaims(record: SessionRecord, now: number, options: AccessTokenOptions) {
  const { issuerUrl, ttl, clientId = 'refreshql' } = options;
  const iat = toSeconds(now);
  const others = record.audience.filter((it) => it !== issuerUrl);
  return {
    token_type: 'access',
    iss: issuerUrl,
    sub: record.userId,
    aud: others.length === 0 ? issuerUrl : [issuerUrl, ...new Set(others)],
    client_id: clientId,
    ...(record.scope === null ? {} : { scope: record.scope.join(' ') }),
    iat,
    nbf: iat,
    exp: Math.min(iat + ttl, toSeconds(record.endsAt)),
    jti: randomUUID(),
    sid: record.id,
  };
}

function findKey(keys: SigningKeys, token: string, now: number): NamedKey | null {
  if (token.length > MAX_TOKEN_LENGTH) return null;
  try {
    const { kid } = decodeProtectedHeader(token);
    return keys.verifier(kid ?? '', now);
  } catch {
    return null;
  }
}
