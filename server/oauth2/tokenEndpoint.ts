import type { TokenPair } from '../../domain/grant.ts';
import { isRefreshError } from '../../domain/refreshError.ts';
import { secondsUntil } from '../../domain/secondsUntil.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { HttpExchange } from '../http/route.ts';
import { invalidRequest, type OAuth2Error, toOAuth2Error } from './oauth2Error.ts';
import type { TokenReply } from './shapes.ts';

/** The refresh token grant (RFC 6749 section 6) of an authenticated client. */
export async function grantToken(
  resolvers: Resolvers,
  fields: ReadonlyMap<string, string>,
  { call }: HttpExchange,
): Promise<TokenReply | OAuth2Error> {
  const grantType = fields.get('grant_type');
  const refreshToken = fields.get('refresh_token');
  if (grantType === undefined) return invalidRequest('The parameter grant_type is missing.');
  if (grantType !== 'refresh_token') return UNSUPPORTED;
  if (refreshToken === undefined) return invalidRequest('The parameter refresh_token is missing.');
  const scope = fields.get('scope')?.split(' ') ?? null;
  const grant = await resolvers.refreshToken({ native: { refreshToken, scope } }, call);
  if (isRefreshError(grant)) return toOAuth2Error(grant);
  return toReply(grant, 'scope' in grant ? grant.scope : null, call.now());
}

const UNSUPPORTED: OAuth2Error = {
  status: 400,
  error: 'unsupported_grant_type',
  description: 'The only grant type is refresh_token.',
};

function toReply(pair: TokenPair, scope: readonly string[] | null, now: number): TokenReply {
  const { refreshTokenExpiresAt } = pair;
  return {
    access_token: pair.accessToken.reveal(),
    token_type: 'Bearer',
    expires_in: secondsUntil(pair.accessTokenExpiresAt, now),
    refresh_token: pair.refreshToken.reveal(),
    ...(refreshTokenExpiresAt === null
      ? {}
      : { refresh_token_expires_in: secondsUntil(refreshTokenExpiresAt, now) }),
    ...(scope === null || scope.length === 0 ? {} : { scope: scope.join(' ') }),
  };
}
