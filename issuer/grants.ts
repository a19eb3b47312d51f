import type { TokenGrant } from '../domain/grant.ts';
import type { IssuerFacts } from '../domain/issuer.ts';
import { type MaybePromise, then } from '../domain/maybePromise.ts';
import type { Secret } from '../domain/secret.ts';
import type { AccessTokens, SignedAccessToken } from './accessToken.ts';
import { type RefreshTokens, refreshTokenExpiresAt } from './refreshToken.ts';
import type { SessionRecord } from './store/sessionStore.ts';

/** Makes the current pair of a session: its one refresh token and a fresh access token; `now` in milliseconds. */
export type GrantPair = (record: SessionRecord, now: number) => MaybePromise<TokenGrant>;

/** The pairs of one issuer. */
export function createGrants(
  facts: IssuerFacts,
  refreshTokens: RefreshTokens,
  accessTokens: AccessTokens,
): GrantPair {
  const toGrant = (
    record: SessionRecord,
    refreshToken: Secret,
    access: SignedAccessToken,
  ): TokenGrant => ({
    kind: 'Token',
    issuer: facts,
    accessToken: access.token,
    accessTokenExpiresAt: access.expiresAt,
    refreshToken,
    refreshTokenExpiresAt: refreshTokenExpiresAt(record),
    rotated: true,
    scope: record.scope,
    userId: record.userId,
  });
  return (record, now) =>
    then(refreshTokens.sign(record), (refreshToken) =>
      then(accessTokens.sign(record, now), (access) => toGrant(record, refreshToken, access)),
    );
}
