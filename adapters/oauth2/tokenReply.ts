import { z } from 'zod';
import type { TokenGrant } from '../../domain/grant.ts';
import type { IssuerFacts } from '../../domain/issuer.ts';
import type { AnyRefreshError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import type { UpstreamReply } from '../adapter.ts';
import { accessTokenExpiry, readSeconds } from '../lifetime.ts';
import { maybeSpent } from '../noAnswer.ts';
import { replyToken } from '../replyToken.ts';
import { unreadableCause } from '../upstreamCause.ts';
import type { OAuth2Credential } from './provider.ts';
import { errorCode, refuseToken } from './refusal.ts';

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
const accessSchema = z.object({ access_token: z.string().min(1) });
const tokenSchema = z.object({
  access_token: replyToken,
  token_type: z.unknown().optional().refine(isUsable),
  refresh_token: z.unknown().optional().transform(toToken).pipe(replyToken.nullable()),
  expires_in: z.unknown().optional(),
  refresh_token_expires_in: z.unknown().optional(),
  refresh_expires_in: z.unknown().optional(),
  scope: z.unknown().optional(),
});

/** Types of tokens that need a key which this server does not have, and RFC 8693's for what is no access token. */
const UNUSABLE = new Set(['dpop', 'mac', 'pop', 'n_a']);

/** Servers have words of their own for Bearer, such as Slack's `bot`, or none. */
function isUsable(tokenType: unknown): boolean {
  return typeof tokenType !== 'string' || !UNUSABLE.has(tokenType.toLowerCase());
}

type TokenBody = z.output<typeof tokenSchema>;

/** Reads an answer of the token endpoint (RFC 6749 sections 5.1 and 5.2). `now` is in milliseconds since the epoch. */
export function readTokenReply(
  context: ReplyContext,
  reply: UpstreamReply,
  credential: OAuth2Credential,
  now: number,
): TokenGrant | AnyRefreshError {
  if (isRefusal(reply)) return refuseToken(reply, credential, context.secrets, now);
  const { data: body, error } = tokenSchema.safeParse(reply.json);
  if (error !== undefined) return maybeSpent({ cause: unreadableCause(error) });
  return toGrant(context, body, credential, now);
}

/** Some servers, GitHub's among them, refuse with 200; an error beside an access token refuses nothing. */
function isRefusal({ status, json }: UpstreamReply): boolean {
  if (status < 200 || status >= 300) return true;
  return errorCode(json) !== null && !accessSchema.safeParse(json).success;
}

function toGrant(
  { facts, defaultExpiresIn }: ReplyContext,
  body: TokenBody,
  credential: OAuth2Credential,
  now: number,
): TokenGrant {
  const presented = credential.refreshToken.reveal();
  const refreshToken = body.refresh_token ?? presented;
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

/** Null where it is left out, empty or no text: then the presented one stays (RFC 6749 section 6). */
function toToken(token: unknown): string | null {
  return typeof token === 'string' && token !== '' ? token : null;
}

/** Null where the reply does not say: then it is the scope that was asked for (RFC 6749 section 5.1). */
function readScope(scope: unknown): readonly string[] | null {
  return typeof scope === 'string' ? scope.split(/\s+/).filter((word) => word !== '') : null;
}
