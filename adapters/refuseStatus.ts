import {
  IssuerRejectedError,
  type IssuerUnavailableError,
  RateLimitedError,
} from '../domain/refreshError.ts';
import type { UpstreamReply } from './adapter.ts';
import type { NoAnswer } from './noAnswer.ts';
import { readRetryAfter } from './retryAfter.ts';

/** What an upstream said beside the status: its code, safe to publish, and a cause for the log. */
export interface Explanation {
  readonly code: string | null;
  readonly cause: unknown;
}

/** Reads a reply that is no readable success, by a status that has no meaning of the upstream's own. `now` is in milliseconds since the epoch. */
export function refuseStatus(
  { status, retryAfter: header }: UpstreamReply,
  { code, cause }: Explanation,
  now: number,
  noAnswer: NoAnswer,
): RateLimitedError | IssuerUnavailableError | IssuerRejectedError {
  const retryAfter = readRetryAfter(header, now);
  if (status === 429) return new RateLimitedError(retryAfter ?? 5, { cause });
  // A success that cannot be read is as good as lost; and proxies say 503 of a request that was through as well.
  if (status < 300 || status === 408 || status >= 500) return noAnswer({ retryAfter, cause });
  return new IssuerRejectedError({ upstreamStatus: status, upstreamCode: code, cause });
}
