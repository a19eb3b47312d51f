import { z } from 'zod';
import type { TokenGrant } from '../../domain/grant.ts';
import type { IssuerFacts } from '../../domain/issuer.ts';
import { type AnyRefreshError, IssuerRejectedError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import type { UpstreamReply } from '../adapter.ts';
import { maybeSpent } from '../noAnswer.ts';
import { unreadableCause } from '../upstreamCause.ts';
import { accessTokenExpiry, readSeconds } from './lifetime.ts';
import type { OAuth2Credential } from './provider.ts';
import { isErrorBody, refuseToken } from './refusal.ts';

/** What a reader has to know of the provider. */
export interface ReplyContext {
  readonly facts: IssuerFacts;
  /** Seconds. */
  readonly defaultExpiresIn: number | null;
  /** Values that no refusal may repeat. */
  readonly secrets: readonly string[];
}

// oauth4webapi's own reader gives up on a broken id_token or expires_in; by then the old token is spent, and the user
// would be signed out over a member that nobody asked for. So only what a client cannot do without is asked for.
const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().nullish(),
  refresh_token: z.string().nullish(),
  expires_in: z.unknown().optional(),
  refresh_token_expires_in: z.unknown().optional(),
  refresh_expires_in: z.unknown().optional(),
  scope: z.unknown().optional(),
});

type TokenBody = z.output<typeof tokenSchema>;

/** Reads an answer of the token endpoint (RFC 6749 sections 5.1 and 5.2). `now` is in milliseconds since the epoch. */
export function readTokenReply(
  context: ReplyContext,
  reply: UpstreamReply,
  credential: OAuth2Credential,
  now: number,
): TokenGrant | AnyRefreshError {
  const isSuccess = reply.status >= 200 && reply.status < 300;
  // Some servers, GitHub's among them, refuse with 200.
  if (!isSuccess || isErrorBody(reply.json)) {
    return refuseToken(reply, credential, context.secrets, now);
  }
  const { data: body, error } = tokenSchema.safeParse(reply.json);
  if (error !== undefined) return maybeSpent({ cause: unreadableCause(error) });
  return isBearer(body) ? toGrant(context, body, credential, now) : unusable(reply);
}

/** RFC 6749 section 7.1: a token of a type one does not know must not be used; a missing type is taken for Bearer. */
function isBearer({ token_type }: TokenBody): boolean {
  return (token_type ?? 'bearer').toLowerCase() === 'bearer';
}

function unusable({ status }: UpstreamReply): IssuerRejectedError {
  const message =
    'The issuer gave an access token that is not a bearer token, which cannot be passed on.';
  return new IssuerRejectedError({ message, upstreamStatus: status });
}

function toGrant(
  { facts, defaultExpiresIn }: ReplyContext,
  body: TokenBody,
  credential: OAuth2Credential,
  now: number,
): TokenGrant {
  const presented = credential.refreshToken.reveal();
  // Left out, null or empty: the presented one stays (RFC 6749 section 6).
  const refreshToken = body.refresh_token || presented;
  const refreshExpiresIn = readSeconds(body.refresh_token_expires_in ?? body.refresh_expires_in);
  const { access_token, expires_in } = body;
  return {
    kind: 'Token',
    issuer: facts,
    accessToken: secret(access_token),
    accessTokenExpiresAt: accessTokenExpiry(expires_in, access_token, defaultExpiresIn, now),
    refreshToken: secret(refreshToken),
    refreshTokenExpiresAt: refreshExpiresIn === null ? null : now + refreshExpiresIn * 1000,
    rotated: refreshToken !== presented,
    scope: readScope(body.scope) ?? credential.scope,
    userId: null,
  };
}

/** Null where the reply does not say: then it is the scope that was asked for (RFC 6749 section 5.1). */
function readScope(scope: unknown): readonly string[] | null {
  return typeof scope === 'string' ? scope.split(/\s+/).filter((word) => word !== '') : null;
}
