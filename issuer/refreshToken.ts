import { hash } from 'node:crypto';
import { z } from 'zod';
import { type MaybePromise, then } from '../domain/maybePromise.ts';
import { type Secret, secret } from '../domain/secret.ts';
import { hasExpired, isFromTheFuture, toSeconds } from './clock.ts';
import type { RootKeys, RootSecret } from './keys/rootSecret.ts';
import { parseClaims } from './parseClaims.ts';
import { protectedHeader, signJws } from './signJws.ts';
import type { SessionRecord } from './store/sessionStore.ts';
import { type VerifiedJws, verifyHere, verifyJws } from './verifyJws.ts';

const ALG = 'HS256';
const TYP = 'JWT';
const HEADER = protectedHeader({ alg: ALG, typ: TYP });

const seconds = z.int().nonnegative();

const claimsSchema = z.object({
  token_type: z.literal('refresh'),
  sub: z.string().min(1),
  iss: z.string(),
  iat: seconds,
  nbf: seconds,
  exp: seconds,
  state_hash: z.string(),
  sid: z.string().min(1),
  gen: z.int().nonnegative(),
});

/** The claims of a refresh token; times are seconds since the epoch. */
export type RefreshClaims = z.infer<typeof claimsSchema>;

/** What a presented refresh token is, before any store is asked. */
export type RefreshTokenVerdict =
  | { readonly type: 'valid' | 'expired'; readonly claims: RefreshClaims }
  | { readonly type: 'invalid' };

/** Signs and verifies the refresh tokens of one issuer. */
export interface RefreshTokens {
  /** The current token of a session: the same record always gives the same bytes. */
  sign(record: SessionRecord): MaybePromise<Secret>;
  /** Verifies a token at `now` (ms): the signature first, then the claims. */
  verify(token: Secret, now: number): MaybePromise<RefreshTokenVerdict>;
  /** What a token says that was signed here, whatever its times and its `iss`; null for any other. `now` is ms. */
  read(token: Secret, now: number): MaybePromise<RefreshClaims | null>;
}

/**
 * The refresh tokens of an issuer. The root secret that was active when a generation was made signs it, also later on,
 * so that a replay gives the same bytes across a rotation of the root secret.
 */
export function createRefreshTokens(options: {
  readonly rootSecret: RootSecret;
  readonly issuerUrl: string;
}): RefreshTokens {
  const { rootSecret, issuerUrl } = options;

  const read = (token: Secret, now: number) =>
    then(verifyWithAny(token.reveal(), rootSecret, now), toClaims);

  function verify(token: Secret, now: number): MaybePromise<RefreshTokenVerdict> {
    return then(read(token, now), (claims) => judge(claims, now));
  }

  function judge(claims: RefreshClaims | null, now: number): RefreshTokenVerdict {
    if (claims?.iss !== issuerUrl) return { type: 'invalid' };
    if (hasExpired(claims, now)) return { type: 'expired', claims };
    return isFromTheFuture(claims, now) ? { type: 'invalid' } : { type: 'valid', claims };
  }

  function sign(record: SessionRecord): MaybePromise<Secret> {
    const { refreshKey } = rootSecret.at(record.generationAt);
    return then(signJws(HEADER, claimsOf(record, issuerUrl), refreshKey), secret);
  }

  return { sign, verify, read };
}

function toClaims(jws: VerifiedJws | null): RefreshClaims | null {
  return jws?.header.typ === TYP ? parseClaims(jws, claimsSchema) : null;
}

function verifyWithAny(
  token: string,
  rootSecret: RootSecret,
  now: number,
): MaybePromise<VerifiedJws | null> {
  const keys = rootSecret.usable(now);
  for (const { refreshKey } of keys) {
    const jws = verifyHere(token, refreshKey, ALG);
    if (jws === undefined) return verifyByJose(token, keys);
    if (jws) return jws;
  }
  return null;
}

async function verifyByJose(token: string, keys: readonly RootKeys[]): Promise<VerifiedJws | null> {
  for (const { refreshKey } of keys) {
    const jws = await verifyJws(token, refreshKey, ALG);
    if (jws) return jws;
  }
  return null;
}

/** When the current refresh token of a session expires, in milliseconds: as its `exp` says, in whole seconds. */
export function refreshTokenExpiresAt(record: SessionRecord): number {
  return toSeconds(record.generationExpiresAt) * 1000;
}

/** Standard base64 of SHA-256 over the subject's state: the user and the version a session was started under. */
export function stateHash({
  userId,
  userVersion,
}: Pick<SessionRecord, 'userId' | 'userVersion'>): string {
  if (last.userId !== userId || last.userVersion !== userVersion) {
    const made = hash('sha256', JSON.stringify([userId, userVersion]), 'base64');
    last = { userId, userVersion, hash: made };
  }
  return last.hash;
}

/** A refresh asks twice for the same: for the token that it was presented, and for the one that it gives. */
let last = { userId: '', userVersion: Number.NaN, hash: '' };

/** Whether verified claims speak of this very record. */
export function matchesRecord(
  claims: Pick<RefreshClaims, 'sub' | 'state_hash'>,
  record: SessionRecord,
): boolean {
  return claims.sub === record.userId && claims.state_hash === stateHash(record);
}

function claimsOf(record: SessionRecord, issuerUrl: string): RefreshClaims {
  const iat = toSeconds(record.generationAt);
  return {
    token_type: 'refresh',
    sub: record.userId,
    iss: issuerUrl,
    iat,
    nbf: iat,
    exp: toSeconds(record.generationExpiresAt),
    state_hash: stateHash(record),
    sid: record.id,
    gen: record.generation,
  };
}
