import type { TokenGrant } from '../domain/grant.ts';
import type { IssuerFacts } from '../domain/issuer.ts';
import type { AccessTokens } from './accessToken.ts';
import { type RefreshTokens, refreshTokenExpiresAt } from './refreshToken.ts';
import type { SessionRecord } from './store/sessionStore.ts';

/** Makes the current pair of a session: its one refresh token and a fresh access token; `now` in milliseconds. */
export type GrantPair = (record: SessionRecord, now: number) => Promise<TokenGrant>;

/** The pairs of one issuer. */
export function createGrants(
  facts: IssuerFacts,
  refreshTokens: RefreshTokens,
  accessTokens: AccessTokens,
): GrantPair {
  return async (record, now) => {
    const refreshToken = await refreshTokens.sign(record);
    const access = await accessTokens.sign(record, now);
    return {
      kind: 'Token',
      issuer: facts,
      accessToken: access.token,
      accessTokenExpiresAt: access.expiresAt,
      refreshToken,
      refreshTokenExpiresAt: refreshTokenExpiresAt(record),
      rotated: true,
      scope: record.scope,
      userId: record.userId,
    };
  };
}
