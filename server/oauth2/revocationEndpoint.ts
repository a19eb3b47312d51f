import { isRefreshError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { HttpExchange } from '../http/route.ts';
import { invalidRequest, type OAuth2Error, toOAuth2Error } from './oauth2Error.ts';

/**
 * Ends the session that a refresh or an access token stands for (RFC 7009 section 2.1); an unknown token is a success:
 * null.
 */
export async function revoke(
  resolvers: Resolvers,
  fields: ReadonlyMap<string, string>,
  { call }: HttpExchange,
): Promise<OAuth2Error | null> {
  const token = fields.get('token');
  if (token === undefined) return invalidRequest('The parameter token is missing.');
  // As if the access token's own user had asked.
  const owner = { ...call, accessToken: secret(token), serviceKey: null };
  const viewer = await resolvers.viewer(owner);
  if (isRefreshError(viewer)) return toOAuth2Error(viewer);
  const result =
    viewer === null
      ? await resolvers.revokeToken({ native: { refreshToken: token } }, call)
      : await resolvers.revokeSessions({ id: viewer.sessionId }, owner);
  // RFC 7009 section 2.2: a token that cannot be one, too long say, is as good as revoked.
  if (!isRefreshError(result) || result.code === 'INVALID_INPUT') return null;
  return toOAuth2Error(result);
}
