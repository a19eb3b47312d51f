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
import { maybeSpent } from './noAnswer.ts';
import { refuseStatus } from './refuseStatus.ts';
import { timestamp } from './timestamp.ts';
import { refusalCause, unreadableCause } from './upstreamCause.ts';
import { loggableText, publishableCode } from './upstreamText.ts';
import type { WalletKitCredential } from './walletKitCredential.ts';

const opaque = z.string().min(1);

const sessionSchema = z.object({
  id: opaque,
  created_at: timestamp,
  project_id: opaque,
  user_id: opaque,
  access_token: opaque,
  access_token_expires_at: timestamp,
  refresh_token: opaque,
  refresh_token_expires_at: timestamp,
});

// `error` was called `message` for a while; both are optional because proxies answer too.
const errorSchema = z
  .object({ code: z.unknown(), error: z.unknown(), message: z.unknown() })
  .partial()
  .catch({});

/**
 * Reads WalletKit's answer. Its statuses carry the meaning; its codes and sentences only explain, but a 401 without
 * any of them is somebody else's: a proxy that wants a password must not sign users out.
 */
export function readWalletKitReply(
  facts: IssuerFacts,
  reply: UpstreamReply,
  credential: WalletKitCredential,
  now: number,
): SessionGrant | AnyRefreshError {
  if (reply.status >= 200 && reply.status < 300) return readSession(facts, reply.json, credential);
  const explanation = explain(reply, credential);
  const { cause } = explanation;
  if (reply.status !== 401) return refuseStatus(reply, explanation, now, maybeSpent);
  if (isErrorResponse(reply.json)) return new InvalidRefreshTokenError('TOKEN_INVALID', { cause });
  return new IssuerRejectedError({ message: ELSEWHERE, upstreamStatus: 401, cause });
}

const ELSEWHERE =
  'The configured address did not answer as WalletKit does; its operator has to check it and what stands before it.';

function isErrorResponse(json: unknown): boolean {
  const { code, error, message } = errorSchema.parse(json);
  return [code, error, message].some((member) => typeof member === 'string');
}

function readSession(
  facts: IssuerFacts,
  json: unknown,
  credential: WalletKitCredential,
): SessionGrant | IssuerUnavailableError {
  const { data: session, error } = sessionSchema.safeParse(json);
  // The refresh happened, but its result is unreadable: the presented token may be spent.
  if (error !== undefined) return maybeSpent({ cause: unreadableCause(error) });
  return {
    kind: 'Session',
    issuer: facts,
    id: session.id,
    createdAt: session.created_at,
    projectId: session.project_id,
    userId: session.user_id,
    accessToken: secret(session.access_token),
    accessTokenExpiresAt: session.access_token_expires_at,
    refreshToken: secret(session.refresh_token),
    refreshTokenExpiresAt: session.refresh_token_expires_at,
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
