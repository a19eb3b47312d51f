import { z } from 'zod';
import type { TokenGrant } from '../domain/grant.ts';
import type { Credential, IssuerFacts } from '../domain/issuer.ts';
import {
  type AnyRefreshError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
} from '../domain/refreshError.ts';
import { secret } from '../domain/secret.ts';
import type { UpstreamReply } from './adapter.ts';
import { type NoAnswer, notSpent, unconfirmed } from './noAnswer.ts';
import { type Explanation, refuseStatus } from './refuseStatus.ts';
import { replyToken } from './replyToken.ts';
import { timestamp } from './timestamp.ts';
import { refusalCause, unreadableCause } from './upstreamCause.ts';
import { loggableText } from './upstreamText.ts';

/** The truth of a reply: API handlers answer 200 to everything. */
const OK = 0;
const CREDENTIAL_INVALID = 40_020;

const envelopeSchema = z.object({
  code: z.int(),
  msg: z.unknown().optional(),
  data: z.unknown().optional(),
});
const tokenSchema = z.object({
  access_token: replyToken,
  access_expires: timestamp,
  refresh_token: replyToken,
  refresh_expires: timestamp,
});

/** Reads the answer to a refresh by the `code` of its envelope. */
export function readCloudreveRefresh(
  facts: IssuerFacts,
  reply: UpstreamReply,
  credential: Credential,
  now: number,
): TokenGrant | AnyRefreshError {
  const read = readEnvelope(reply, credential, now, notSpent);
  if ('refusal' in read) return read.refusal;
  if (read.code === OK) return readToken(facts, read.data, credential);
  if (read.code === CREDENTIAL_INVALID) return dubious(read.explanation);
  return refuseCode(read.code, reply, read.explanation, notSpent);
}

/** Reads the answer to a sign-out; a token that the site does not know is ended already (RFC 7009 section 2.2). */
export function readCloudreveRevocation(
  reply: UpstreamReply,
  credential: Credential,
  now: number,
): AnyRefreshError | null {
  const read = readEnvelope(reply, credential, now, unconfirmed);
  if ('refusal' in read) return read.refusal;
  if (read.code === OK || read.code === CREDENTIAL_INVALID) return null;
  return refuseCode(read.code, reply, read.explanation, unconfirmed);
}

type Envelope =
  | { readonly code: number; readonly data: unknown; readonly explanation: Explanation }
  | { readonly refusal: AnyRefreshError };

function readEnvelope(
  reply: UpstreamReply,
  credential: Credential,
  now: number,
  noAnswer: NoAnswer,
): Envelope {
  const { data: body } = envelopeSchema.safeParse(reply.json);
  const explanation = explain(reply, body, credential);
  // Cloudreve itself answers 200; anything else is a proxy or the wrong address.
  if (isElsewhere(reply)) return { refusal: misdirected(reply, explanation) };
  if (reply.status !== 200) return { refusal: refuseStatus(reply, explanation, now, noAnswer) };
  if (body === undefined) return { refusal: noAnswer({ cause: explanation.cause }) };
  return { code: body.code, data: body.data, explanation };
}

/** The web page for an address without `/api/v4` behind it, and the router's answer to a path it does not know. */
function isElsewhere({ status, isJson, json }: UpstreamReply): boolean {
  return !isJson && json === undefined && (status === 200 || status === 404);
}

function misdirected({ status }: UpstreamReply, { cause }: Explanation): IssuerRejectedError {
  const message =
    'The configured address did not answer as a Cloudreve v4 site does; its operator has to check it.';
  return new IssuerRejectedError({ message, upstreamStatus: status, cause });
}

/**
 * 40020 stands for a token that is expired, revoked or forged, and as well for a database that did not answer. The
 * token is not spent by asking, so the client may try again before it sends its user to the sign-in.
 */
function dubious({ cause }: Explanation): InvalidRefreshTokenError {
  const message = 'The site did not accept the refresh token, or could not look it up.';
  return new InvalidRefreshTokenError('TOKEN_INVALID', {
    message,
    retryable: true,
    reauthenticate: true,
    cause,
  });
}

/** Codes are open-ended: 5xx and 5xxxx are the site's own trouble, the rest is for people to look at. */
function refuseCode(
  code: number,
  { status }: UpstreamReply,
  { cause }: Explanation,
  noAnswer: NoAnswer,
): AnyRefreshError {
  if (/^5(\d\d){1,2}$/.test(String(code))) return noAnswer({ cause });
  return new IssuerRejectedError({ upstreamStatus: status, upstreamCode: String(code), cause });
}

function readToken(facts: IssuerFacts, data: unknown, { refreshToken }: Credential) {
  const { data: token, error } = tokenSchema.safeParse(data);
  if (error !== undefined) return notSpent({ cause: unreadableCause(error) });
  return {
    kind: 'Token' as const,
    issuer: facts,
    accessToken: secret(token.access_token),
    accessTokenExpiresAt: token.access_expires,
    refreshToken: secret(token.refresh_token),
    refreshTokenExpiresAt: token.refresh_expires,
    // Two refreshes within one second of the site's clock give the same token.
    rotated: token.refresh_token !== refreshToken.reveal(),
    scope: null,
    userId: null,
  };
}

function explain(
  reply: UpstreamReply,
  body: z.output<typeof envelopeSchema> | undefined,
  { refreshToken }: Credential,
): Explanation {
  const code = body === undefined ? null : String(body.code);
  const text = loggableText(body?.msg, [refreshToken.reveal()]);
  return { code, cause: refusalCause(reply, code, text) };
}
