import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { UpstreamReply } from '../adapter.ts';
import { unconfirmed } from '../noAnswer.ts';
import type { OAuth2Credential } from './provider.ts';
import { DEAD, errorCode, explain, refuseRequest } from './refusal.ts';

/** Reads the answer to a revocation (RFC 7009 section 2.2). `now` is in milliseconds since the epoch. */
export function readRevocation(
  { secrets }: { readonly secrets: readonly string[] },
  reply: UpstreamReply,
  credential: OAuth2Credential,
  now: number,
): AnyRefreshError | null {
  const code = errorCode(reply.json);
  // RFC 7009 section 2.2 asks for 200 where the token is dead already; servers that say so mean the same.
  if (code === null ? reply.status >= 200 && reply.status < 300 : DEAD.has(code)) return null;
  return refuseRequest(reply, explain(reply, credential, secrets), now, unconfirmed);
}
