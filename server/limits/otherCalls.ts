import type { Call } from '../../domain/call.ts';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { OtherCall } from '../../domain/rateLimiter.ts';
import type { RateLimitedError } from '../../domain/refreshError.ts';
import { at } from './guesses.ts';
import { createOverdrawn } from './overdrawn.ts';
import type { BucketName, Buckets, Hold, OverLimit } from './overLimit.ts';

const LIMITS = {
  serviceKey: 'perAddress',
  revocation: 'revocationsPerAddress',
} as const satisfies Record<OtherCall, BucketName>;

/** Counts what is limited per address beside refreshes; of an address that is over its limit no more is counted. */
export function createOtherCalls(buckets: Buckets, over: OverLimit, hold: Hold) {
  const overdrawn = createOverdrawn();
  return (what: OtherCall, call: Call): MaybePromise<RateLimitedError | null> => {
    const [limit, key, now] = [LIMITS[what], at(what, call), call.now()];
    const seconds = overdrawn.left(key, now);
    if (seconds !== null) return hold(limit, seconds, call);
    return then(buckets[limit].count(key, 1), (level) => {
      const refusal = over(limit, level, call);
      if (refusal !== null) overdrawn.note(key, now + level.seconds * 1000, now);
      return refusal;
    });
  };
}
