import type { Call } from '../../domain/call.ts';
import type { Grant, SessionGrant, TokenGrant, TokenPair } from '../../domain/grant.ts';
import type { IssuerFacts } from '../../domain/issuer.ts';
import { secondsUntil } from '../../domain/secondsUntil.ts';
import type { ActiveSession } from '../../domain/session.ts';

const iso = (time: number) => new Date(time).toISOString();

/** An issuer as clients see it. */
export const toIssuer = ({ id, kind, displayName, rotates, revokes, jwksUri }: IssuerFacts) => ({
  id,
  kind,
  displayName,
  rotates,
  revokes,
  jwksUri,
});

const pair = (grant: TokenPair, { now }: Call) => ({
  issuer: toIssuer(grant.issuer),
  accessToken: grant.accessToken.reveal(),
  accessTokenExpiresAt: iso(grant.accessTokenExpiresAt),
  accessTokenExpiresIn: secondsUntil(grant.accessTokenExpiresAt, now()),
  refreshToken: grant.refreshToken.reveal(),
  rotated: grant.rotated,
});

/** A pair of an issuer that hands out bare tokens. */
export const toToken = (grant: TokenGrant, call: Call) => ({
  __typename: 'Token' as const,
  ...pair(grant, call),
  refreshTokenExpiresAt:
    grant.refreshTokenExpiresAt === null ? null : iso(grant.refreshTokenExpiresAt),
  scope: grant.scope && [...grant.scope],
  user: grant.userId === null ? null : { id: grant.userId },
});

const toSession = (grant: SessionGrant, call: Call) => ({
  __typename: 'Session' as const,
  ...pair(grant, call),
  refreshTokenExpiresAt: iso(grant.refreshTokenExpiresAt),
  id: grant.id,
  createdAt: iso(grant.createdAt),
  projectId: grant.projectId,
  userId: grant.userId,
});

/** A grant as GraphQL would give it: `__typename` tells which. */
export function toGrant(
  grant: Grant,
  call: Call,
): ReturnType<typeof toToken> | ReturnType<typeof toSession> {
  return grant.kind === 'Token' ? toToken(grant, call) : toSession(grant, call);
}

/** A live session; `currentId` is the session that asks. */
export const toActiveSession = (session: ActiveSession, currentId: string) => ({
  id: session.id,
  createdAt: iso(session.createdAt),
  lastRefreshedAt: session.lastRefreshedAt === null ? null : iso(session.lastRefreshedAt),
  expiresAt: iso(session.expiresAt),
  userAgent: session.userAgent,
  ipAddress: session.ipAddress,
  current: session.id === currentId,
});
