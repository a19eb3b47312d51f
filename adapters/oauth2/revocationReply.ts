import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { UpstreamReply } from '../adapter.ts';
import { unconfirmed } from '../noAnswer.ts';
import type { OAuth2Credential } from './provider.ts';
import { DEAD, errorCode, explain, refuseRequest, speaksOfServer } from './refusal.ts';

/** Reads the answer to a revocation (RFC 7009 section 2.2). `now` is in milliseconds since the epoch. */
export function readRevocation(
  { secrets }: { readonly secrets: readonly string[] },
  reply: UpstreamReply,
  credential: OAuth2Credential,
  now: number,
): AnyRefreshError | null {
  const { status } = reply;
  const code = errorCode(reply.json);
  if (code === null ? status >= 200 && status < 300 : isGone(code, reply)) return null;
  return refuseRequest(reply, explain(reply, credential, secrets), now, unconfirmed);
}

/** RFC 7009 section 2.2 asks for 200 where the token is dead already; servers that say so mean the same, but gateways do not. */
function isGone(code: string, reply: UpstreamReply): boolean {
  if (speaksOfServer(reply)) return false;
  const isOfGateway = reply.status === 401 || reply.status === 403;
  return DEAD.has(code) || (code === 'invalid_token' && !isOfGateway);
}
