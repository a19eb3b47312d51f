import { decodeProtectedHeader } from 'jose';
import type { Secret } from '../domain/secret.ts';
import { hasExpired } from './clock.ts';
import type { RootSecret } from './keys/rootSecret.ts';
import type { SigningKeys } from './keys/signingKeys.ts';
import { matchesRecord, type RefreshClaims } from './refreshToken.ts';
import { decide, isHealed, isLive } from './rotation.ts';
import type { Rotation, SessionRecord, SessionStore } from './store/sessionStore.ts';
import { MAX_TOKEN_LENGTH, verifyJws } from './verifyJws.ts';

/** What an operator may know of a token: what it says, whether it is ours, and what presenting it would do. */
export interface Inspection {
  readonly kind: 'access' | 'refresh' | 'unknown';
  readonly signature: 'valid' | 'invalid';
  /** One word: `live`, or why it is not; for a refresh token what a refresh would do with it. */
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
  const standing = record ? standingOf(read, record, parts, now) : 'unknown session';
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

function standingOf(
  { kind, claims }: Read,
  record: SessionRecord,
  { policy }: InspectionParts,
  now: number,
): string {
  // We signed it, so it says what we write.
  const said = claims as unknown as RefreshClaims;
  const isOver = hasExpired(said, now);
  if (kind === 'access') {
    if (isOver) return 'expired';
    return said.sub === record.userId && isLive(record, now) ? 'live' : 'ended';
  }
  if (!matchesRecord(said, record)) return 'of an earlier state of its user';
  const rotation = { sessionId: record.id, generation: said.gen, now, ...policy };
  const decision = decide(record, rotation);
  return isOver && !isHealed(decision) ? 'expired' : STANDING[decision];
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
