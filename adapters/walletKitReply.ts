import { z } from 'zod';
import type { SessionGrant } from '../domain/grant.ts';
import type { IssuerFacts } from '../domain/issuer.ts';
import {
  type AnyRefreshError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  type IssuerUnavailableError,
} from '../domain/refreshError.ts';
import { secret } from '../domain/secret.ts';
import type { UpstreamReply } from './adapter.ts';
import { accessTokenExpiry } from './lifetime.ts';
import { maybeSpent } from './noAnswer.ts';
import { refuseStatus } from './refuseStatus.ts';
import { replyToken } from './replyToken.ts';
import { vagueTimestamp } from './timestamp.ts';
import { refusalCause, unreadableCause } from './upstreamCause.ts';
import { loggableText, publishableCode } from './upstreamText.ts';
import type { WalletKitCredential } from './walletKitCredential.ts';

// The presented token is spent by now, so only what nobody else can tell is asked for.
const sessionSchema = z.object({
  id: replyToken.nullable().catch(null),
  created_at: vagueTimestamp.nullable().catch(null),
  project_id: z.string().min(1).nullable().catch(null),
  user_id: z.string().min(1),
  access_token: replyToken,
  access_token_expires_at: vagueTimestamp.nullable().catch(null),
  refresh_token: replyToken,
  refresh_token_expires_at: vagueTimestamp.nullable().catch(null),
});

/** How long a refresh token lives (ms) where the reply does not say: as in the tests of WalletKit's own SDK for Android. */
const REFRESH_TOKEN_LIFE = 30 * 86_400_000;

// All of them are optional because proxies answer too.
const errorSchema = z
  .object({ code: z.unknown(), error: z.unknown(), message: z.unknown() })
  .partial()
  .catch({});

/**
 * Reads WalletKit's answer. Its statuses carry the meaning; its codes and sentences only explain, but a 401 that is not in
 * its own shape is somebody else's: a proxy that wants a password or a key must not sign users out.
 */
export function readWalletKitReply(
  facts: IssuerFacts,
  reply: UpstreamReply,
  credential: WalletKitCredential,
  now: number,
): SessionGrant | AnyRefreshError {
  if (reply.status >= 200 && reply.status < 300) {
    return readSession(facts, reply.json, credential, now);
  }
  const explanation = explain(reply, credential);
  const { cause } = explanation;
  if (reply.status !== 401) return refuseStatus(reply, explanation, now, maybeSpent);
  if (reply.isJson && isErrorResponse(reply.json))
    return new InvalidRefreshTokenError('TOKEN_INVALID', { cause });
  return new IssuerRejectedError({ message: ELSEWHERE, upstreamStatus: 401, cause });
}

const ELSEWHERE =
  'The configured address did not answer as WalletKit does; its operator has to check it and what stands before it.';

/** `error` is always there, but was called `message` for a while; by itself or beside a code, that is what gateways say. */
function isErrorResponse(json: unknown): boolean {
  const { code, error, message } = errorSchema.parse(json);
  return typeof error === 'string' || (code === null && typeof message === 'string');
}

function readSession(
  facts: IssuerFacts,
  json: unknown,
  credential: WalletKitCredential,
  now: number,
): SessionGrant | IssuerUnavailableError {
  const { data: session, error } = sessionSchema.safeParse(json);
  // The refresh happened, but its result is unreadable: the presented token may be spent.
  if (error !== undefined) return maybeSpent({ cause: unreadableCause(error) });
  return {
    kind: 'Session',
    issuer: facts,
    id: session.id ?? credential.sessionId,
    createdAt: session.created_at ?? now,
    projectId: session.project_id ?? credential.projectId,
    userId: session.user_id,
    accessToken: secret(session.access_token),
    accessTokenExpiresAt:
      session.access_token_expires_at ??
      accessTokenExpiry(undefined, session.access_token, null, now),
    refreshToken: secret(session.refresh_token),
    refreshTokenExpiresAt: session.refresh_token_expires_at ?? now + REFRESH_TOKEN_LIFE,
    rotated: session.refresh_token !== credential.refreshToken.reveal(),
  };
}

function explain(reply: UpstreamReply, credential: WalletKitCredential) {
  const secrets = [credential.refreshToken.reveal(), credential.sessionId];
  const body = errorSchema.parse(reply.json);
  const code = publishableCode(body.code, secrets);
  const text = loggableText(body.error ?? body.message, secrets);
  return { code, cause: refusalCause(reply, code, text) };
}
