import type { Call } from '../../domain/call.ts';
import type { EventSink } from '../../domain/events.ts';
import type { LimitName } from '../../domain/rateLimiter.ts';
import { RateLimitedError } from '../../domain/refreshError.ts';
import type { Bucket, Level } from './bucket.ts';

/** The limits that count in buckets. */
export type BucketName = Exclude<LimitName, 'perFamily'>;

/** The buckets of a deployment. */
export type Buckets = Readonly<Record<BucketName, Bucket>>;

/** The refusal of a call for some seconds, which is told as an event. */
export type Hold = (limit: LimitName, seconds: number, call: Call) => RateLimitedError;

/** Holds calls back. */
export function createHold(emit: EventSink): Hold {
  return (limit, seconds, call) => {
    emit({ type: 'limit.reached', at: call.now(), correlationId: call.correlationId, limit });
    return new RateLimitedError(seconds);
  };
}

/** The refusal of a call whose bucket is over `times` its limit (1 unless said), or null. */
export type OverLimit = (
  limit: BucketName,
  level: Level,
  call: Call,
  times?: number,
) => RateLimitedError | null;

/** Whether a bucket is over `times` its limit; 0 is no limit. */
export const isOver = ({ limit }: Bucket, { points }: Level, times: number): boolean =>
  limit !== 0 && points > limit * times;

/** Judges levels against their limits. */
export function createOverLimit(buckets: Buckets, hold: Hold): OverLimit {
  return (limit, level, call, times = 1) =>
    isOver(buckets[limit], level, times) ? hold(limit, level.seconds, call) : null;
}
