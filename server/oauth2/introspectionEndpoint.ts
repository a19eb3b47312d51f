import type { TokenFacts } from '../../domain/nativeIssuer.ts';
import { isRefreshError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import type { HttpExchange } from '../http/route.ts';
import { invalidRequest, type OAuth2Error, toOAuth2Error } from './oauth2Error.ts';
import type { IntrospectionReply } from './shapes.ts';

/** Says what a token stands for (RFC 7662), to a caller that is allowed to ask. */
export async function introspect(
  resolvers: Resolvers,
  issuerUrl: string,
  fields: ReadonlyMap<string, string>,
  { call }: HttpExchange,
): Promise<IntrospectionReply | OAuth2Error> {
  const token = fields.get('token');
  if (token === undefined) return invalidRequest('The parameter token is missing.');
  const facts = await resolvers.introspectToken(secret(token), call);
  if (isRefreshError(facts)) return toOAuth2Error(facts);
  return facts === null ? { active: false } : toReply(facts, issuerUrl);
}

const seconds = (time: number) => Math.floor(time / 1000);

function toReply(facts: TokenFacts, iss: string): IntrospectionReply {
  const { use, scope, audience, tokenId } = facts;
  return {
    active: true,
    token_use: use,
    ...(use === 'access' ? { token_type: 'Bearer' } : {}),
    ...(scope === null || scope.length === 0 ? {} : { scope: scope.join(' ') }),
    sub: facts.userId,
    aud: [...audience],
    iss,
    iat: seconds(facts.issuedAt),
    exp: seconds(facts.expiresAt),
    ...(tokenId === null ? {} : { jti: tokenId }),
    sid: facts.sessionId,
  };
}
