import { hash } from 'node:crypto';
import { z } from 'zod';
import { type Secret, secret } from '../domain/secret.ts';
import { hasExpired, isFromTheFuture, toSeconds } from './clock.ts';
import type { RootSecret } from './keys/rootSecret.ts';
import { parseClaims } from './parseClaims.ts';
import { signJws } from './signJws.ts';
import type { SessionRecord } from './store/sessionStore.ts';
import { type VerifiedJws, verifyJws } from './verifyJws.ts';

const HEADER = { alg: 'HS256', typ: 'JWT' };

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
  sign(record: SessionRecord): Promise<Secret>;
  /** Verifies a token at `now` (ms): the signature first, then the claims. */
  verify(token: Secret, now: number): Promise<RefreshTokenVerdict>;
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

  async function verify(token: Secret, now: number): Promise<RefreshTokenVerdict> {
    const jws = await verifyWithAny(token.reveal(), rootSecret, now);
    if (jws?.header.typ !== HEADER.typ) return { type: 'invalid' };
    const claims = parseClaims(jws, claimsSchema);
    if (claims?.iss !== issuerUrl) return { type: 'invalid' };
    if (hasExpired(claims, now)) return { type: 'expired', claims };
    return isFromTheFuture(claims, now) ? { type: 'invalid' } : { type: 'valid', claims };
  }

  async function sign(record: SessionRecord): Promise<Secret> {
    const { refreshKey } = rootSecret.at(record.generationAt);
    return secret(await signJws(HEADER, toClaims(record, issuerUrl), refreshKey));
  }

  return { sign, verify };
}

async function verifyWithAny(
  token: string,
  rootSecret: RootSecret,
  now: number,
): Promise<VerifiedJws | null> {
  for (const { refreshKey } of rootSecret.usable(now)) {
    const jws = await verifyJws(token, refreshKey, HEADER.alg);
    if (jws) return jws;
  }
  return null;
}

/** When the current refresh token of a session expires, in milliseconds: as its `exp` says, in whole seconds. */
export function refreshTokenExpiresAt(record: SessionRecord): number {
  return toSeconds(record.generationExpiresAt) * 1000;
}

/** Standard base64 of SHA-256 over the subject's state: the user and the version a session was started under. */
export function stateHash(record: Pick<SessionRecord, 'userId' | 'userVersion'>): string {
  return hash('sha256', JSON.stringify([record.userId, record.userVersion]), 'base64');
}

/** Whether verified claims speak of this very record. */
export function matchesRecord(
  claims: Pick<RefreshClaims, 'sub' | 'state_hash'>,
  record: SessionRecord,
): boolean {
  return claims.sub === record.userId && claims.state_hash === stateHash(record);
}

function toClaims(record: SessionRecord, issuerUrl: string): RefreshClaims {
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
