import { z } from 'zod';
import {
  type AnyRefreshError,
  InvalidInputError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
} from '../../domain/refreshError.ts';
import type { UpstreamReply } from '../adapter.ts';
import { maybeSpent, type NoAnswer } from '../noAnswer.ts';
import { type Explanation, refuseStatus } from '../refuseStatus.ts';
import { readRetryAfter } from '../retryAfter.ts';
import { refusalCause } from '../upstreamCause.ts';
import { loggableText, publishableCode } from '../upstreamText.ts';
import type { OAuth2Credential } from './provider.ts';

/** Codes that say the refresh token is dead: RFC 6749 section 5.2, and the words of GitHub and Slack. */
export const DEAD: ReadonlySet<string> = new Set([
  'invalid_grant',
  'bad_refresh_token',
  'invalid_refresh_token',
]);

/**
 * Codes that ask for the user (OpenID Connect Core section 3.1.2.6, Entra). With `invalid_token` Spring means a dead refresh
 * token, and a gateway some other one (RFC 6750 section 3.1).
 */
const USER_NEEDED = new Set([
  'interaction_required',
  'consent_required',
  'login_required',
  'bad_token',
  'invalid_token',
]);

const errorSchema = z
  .object({ error: z.unknown(), error_description: z.unknown() })
  .partial()
  .catch({});

/** The code of an error response (RFC 6749 section 5.2), to be understood and never repeated; null without one. */
export function errorCode(json: unknown): string | null {
  const { error } = errorSchema.parse(json);
  return typeof error === 'string' && error !== '' ? error : null;
}

/** A 3xx, 429 or 5xx speaks of the server, even if its body talks of the token; only its own word for 503 says more. */
export function speaksOfServer({ status, json }: UpstreamReply): boolean {
  const isSaid = status === 503 && errorCode(json) === 'temporarily_unavailable';
  return (status >= 300 && status < 400) || status === 429 || (status >= 500 && !isSaid);
}

/** Reads a refusal of the token endpoint. `now` is in milliseconds since the epoch. */
export function refuseToken(
  reply: UpstreamReply,
  credential: OAuth2Credential,
  secrets: readonly string[],
  now: number,
): AnyRefreshError {
  const explanation = explain(reply, credential, secrets);
  const code = errorCode(reply.json);
  if (speaksOfServer(reply)) return refuseStatus(reply, explanation, now, maybeSpent);
  if (code !== null && DEAD.has(code)) {
    return new InvalidRefreshTokenError('TOKEN_INVALID', { cause: explanation.cause });
  }
  if (code !== null && USER_NEEDED.has(code)) return userNeeded(explanation);
  if (code === 'invalid_scope' && credential.scope !== null) return scopeRefused();
  return refuseRequest(reply, explanation, now, maybeSpent);
}

/** Reads a refusal that says nothing of the token itself. */
export function refuseRequest(
  reply: UpstreamReply,
  explanation: Explanation,
  now: number,
  noAnswer: NoAnswer,
): AnyRefreshError {
  const { code: upstreamCode, cause } = explanation;
  const code = errorCode(reply.json);
  if (code === 'temporarily_unavailable') {
    const retryAfter = readRetryAfter(reply.retryAfter, now);
    return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { retryAfter, cause });
  }
  if (code === 'server_error') return noAnswer({ cause });
  if (reply.status >= 300) return refuseStatus(reply, explanation, now, noAnswer);
  return new IssuerRejectedError({ upstreamStatus: reply.status, upstreamCode, cause });
}

/** What the server said of its refusal, without tokens and secrets; too little to tell what it means. */
export function explain(
  reply: UpstreamReply,
  { refreshToken }: OAuth2Credential,
  secrets: readonly string[],
): Explanation {
  const hidden = [refreshToken.reveal(), ...secrets];
  const body = errorSchema.parse(reply.json);
  const code = publishableCode(body.error, hidden);
  const text = loggableText(body.error_description, hidden);
  return { code, cause: refusalCause(reply, code, text) };
}

/** The token may be alive, and taken once its user has done what the server asks for, so nobody may remember this. */
function userNeeded({ cause }: Explanation): InvalidRefreshTokenError {
  const message =
    'The issuer does not take the refresh token now; its user may have to sign in again.';
  const facts = { message, retryable: true, reauthenticate: true };
  return new InvalidRefreshTokenError('TOKEN_INVALID', { ...facts, cause });
}

function scopeRefused(): InvalidInputError {
  const message = 'The issuer does not grant this scope.';
  return new InvalidInputError(['input', 'oauth2', 'scope'], message);
}
