import type { NativeIssuer, TokenFacts } from '../domain/nativeIssuer.ts';
import type { AccessClaims, AccessTokens } from './accessToken.ts';
import { attempt } from './attempt.ts';
import { matchesRecord, type RefreshClaims, type RefreshTokens } from './refreshToken.ts';
import { isLive } from './rotation.ts';
import type { SessionRecord, SessionStore } from './store/sessionStore.ts';

/** Says what a token stands for (RFC 7662); a spent refresh token stands for nothing, grace or not. */
export function createIntrospect(
  store: SessionStore,
  refreshTokens: RefreshTokens,
  accessTokens: AccessTokens,
): NativeIssuer['introspect'] {
  const findLive = async (sessionId: string, now: number) => {
    const [record] = await store.find([sessionId]);
    return record && isLive(record, now) ? record : null;
  };
  return (token, call) =>
    attempt(async () => {
      const now = call.now();
      const access = await accessTokens.verify(token, now);
      if (access) return accessFacts(access, await findLive(access.sid, now));
      const refresh = await refreshTokens.verify(token, now);
      if (refresh.type !== 'valid') return null;
      return refreshFacts(refresh.claims, await findLive(refresh.claims.sid, now));
    });
}

function accessFacts(claims: AccessClaims, record: SessionRecord | null): TokenFacts | null {
  if (record?.userId !== claims.sub) return null;
  return {
    use: 'access',
    ...common(claims, record),
    scope: claims.scope?.split(' ') ?? null,
    audience: claims.aud,
    tokenId: claims.jti,
  };
}

function refreshFacts(claims: RefreshClaims, record: SessionRecord | null): TokenFacts | null {
  if (!record || !matchesRecord(claims, record) || claims.gen !== record.generation) return null;
  return {
    use: 'refresh',
    ...common(claims, record),
    scope: record.scope,
    audience: [claims.iss],
    tokenId: null,
  };
}

const common = ({ iat, exp }: AccessClaims | RefreshClaims, { id, userId }: SessionRecord) => ({
  userId,
  sessionId: id,
  issuedAt: iat * 1000,
  expiresAt: exp * 1000,
});
