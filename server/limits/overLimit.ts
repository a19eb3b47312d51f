import type { Call } from '../../domain/call.ts';
import type { EventSink } from '../../domain/events.ts';
import type { LimitName } from '../../domain/rateLimiter.ts';
import { RateLimitedError } from '../../domain/refreshError.ts';
import type { Bucket, Level } from './bucket.ts';

/** The buckets of a deployment. */
export type Buckets = Readonly<Record<LimitName, Bucket>>;

/** The refusal of a call whose bucket is over `times` its limit (1 unless said), or null; a refusal is told as an event. */
export type OverLimit = (
  limit: LimitName,
  level: Level,
  call: Call,
  times?: number,
) => RateLimitedError | null;

/** Judges levels against their limits; 0 is no limit. */
export function createOverLimit(buckets: Buckets, emit: EventSink): OverLimit {
  return (limit, { points, seconds }, call, times = 1) => {
    const allowed = buckets[limit].limit * times;
    if (allowed === 0 || points <= allowed) return null;
    emit({ type: 'limit.reached', at: call.now(), correlationId: call.correlationId, limit });
    return new RateLimitedError(seconds);
  };
}
