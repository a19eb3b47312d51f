import { decodeProtectedHeader } from 'jose';
import type { Secret } from '../domain/secret.ts';
import { createAccessTokens } from './accessToken.ts';
import { hasExpired, isFromTheFuture, type TokenTimes } from './clock.ts';
import type { RootSecret } from './keys/rootSecret.ts';
import type { SigningKeys } from './keys/signingKeys.ts';
import { createRefreshTokens, matchesRecord } from './refreshToken.ts';
import { decide, isLive } from './rotation.ts';
import type { Rotation, SessionRecord, SessionStore } from './store/sessionStore.ts';
import { MAX_TOKEN_LENGTH, verifyJws } from './verifyJws.ts';

/** What an operator may know of a token: what it says, whether it is ours, and what presenting it would do. */
export interface Inspection {
  readonly kind: 'access' | 'refresh' | 'unknown';
  readonly signature: 'valid' | 'invalid';
  /** `live`, or why the server refuses it; for a spent refresh token what a refresh would do with it. */
  readonly standing: string;
  readonly header: Readonly<Record<string, unknown>> | null;
  readonly claims: Readonly<Record<string, unknown>> | null;
  /** The generation that is current by now; null without a session. */
  readonly currentGeneration: number | null;
}

/** What tokens are inspected with. */
export interface InspectionParts {
  readonly rootSecret: RootSecret;
  readonly signingKeys: SigningKeys;
  readonly issuerUrl: string;
  readonly store: SessionStore;
  readonly policy: Pick<Rotation, 'refreshTokenTtl' | 'reuseGrace' | 'lostResponseWindow'>;
}

type Read = Pick<Inspection, 'kind' | 'header' | 'claims'>;

/** Inspects a token at `now` (ms) and changes nothing; rejects where the store fails. It gives no signature back. */
export async function inspectToken(
  token: Secret,
  parts: InspectionParts,
  now: number,
): Promise<Inspection> {
  const read = decode(token.reveal());
  const isOurs = await isSigned(token.reveal(), read, parts, now);
  const signature = isOurs ? 'valid' : 'invalid';
  if (!isOurs) return { ...read, signature, standing: 'not ours', currentGeneration: null };
  const [record] = await parts.store.find([String(read.claims?.['sid'])]);
  const standingOf = read.kind === 'access' ? accessStanding : refreshStanding;
  const standing =
    (await standingOf(token, record, parts, now)) ?? whyRefused(read, parts.issuerUrl, now);
  return { ...read, signature, standing, currentGeneration: record?.generation ?? null };
}

function decode(token: string): Read {
  const nothing = { kind: 'unknown', header: null, claims: null } as const;
  if (token.length > MAX_TOKEN_LENGTH) return nothing;
  try {
    const header = decodeProtectedHeader(token);
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    const kind = claims.token_type === 'access' || claims.token_type === 'refresh';
    return { kind: kind ? claims.token_type : 'unknown', header: { ...header }, claims };
  } catch {
    return nothing;
  }
}

async function isSigned(token: string, read: Read, parts: InspectionParts, now: number) {
  if (read.kind === 'access') {
    const key = parts.signingKeys.verifier(String(read.header?.['kid']), now);
    return key !== null && (await verifyJws(token, key.key, key.alg)) !== null;
  }
  if (read.kind === 'unknown') return false;
  const keys = parts.rootSecret.usable(now);
  const results = await Promise.all(keys.map((it) => verifyJws(token, it.refreshKey, 'HS256')));
  return results.some((it) => it !== null);
}

/** Null for a token that the server refuses by itself, whatever its session. */
async function accessStanding(
  token: Secret,
  record: SessionRecord | undefined,
  { signingKeys: keys, issuerUrl }: InspectionParts,
  now: number,
): Promise<string | null> {
  // Nothing is signed here.
  const claims = await createAccessTokens({ keys, issuerUrl, ttl: 0 }).verify(token, now);
  if (claims === null) return null;
  if (record === undefined) return 'unknown session';
  return claims.sub === record.userId && isLive(record, now) ? 'live' : 'ended';
}

async function refreshStanding(
  token: Secret,
  record: SessionRecord | undefined,
  parts: InspectionParts,
  now: number,
): Promise<string | null> {
  const verdict = await createRefreshTokens(parts).verify(token, now);
  if (verdict.type === 'invalid') return null;
  const { sid: sessionId, gen: generation } = verdict.claims;
  const decision =
    record && matchesRecord(verdict.claims, record)
      ? decide(record, { sessionId, generation, now, ...parts.policy })
      : null;
  if (verdict.type === 'expired' && decision !== 'replayed') return 'expired';
  if (record === undefined) return 'unknown session';
  return decision === null ? 'of an earlier state of its user' : STANDING[decision];
}

/** Why a token with a good signature is refused. */
function whyRefused({ claims }: Read, issuerUrl: string, now: number): string {
  if (claims?.['iss'] !== issuerUrl) return 'of another issuer (ISSUER_URL)';
  // Comparisons with what is no number are false.
  const times = claims as unknown as TokenTimes;
  if (hasExpired(times, now)) return 'expired';
  if (isFromTheFuture(times, now)) return 'from the future: the clocks differ';
  return 'not as this server writes it';
}

const STANDING = {
  rotated: 'live',
  replayed: 'spent: a refresh gives its successor again',
  recovered: 'spent: a refresh makes up for a lost reply',
  reused: 'spent: a refresh ends the session as stolen',
  expired: 'expired',
  revoked: 'ended',
  ahead: 'ahead of the store',
} as const satisfies Record<ReturnType<typeof decide>, string>;
