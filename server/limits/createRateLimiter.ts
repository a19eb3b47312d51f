import { randomBytes } from 'node:crypto';
import type { EventSink } from '../../domain/events.ts';
import type { LimitName, RateLimiter } from '../../domain/rateLimiter.ts';
import { at, createGuesses } from './guesses.ts';
import { type Buckets, createOverLimit } from './overLimit.ts';
import { createTokenFamilies } from './tokenFamilies.ts';

/** What a refused call costs its session; an accepted one costs 1 there, and nothing elsewhere. */
const REFUSAL_COST = 40;

/**
 * The rate limits. The native issuer tells a good token from a bad one at once, so it is always asked, and an address
 * that guesses hears RATE_LIMITED in place of its refusals. Elsewhere a token that an issuer gave through this process is
 * known to be good; for any other one, an address or an issuer at twice its limit is not served.
 */
export function createRateLimiter(options: {
  readonly buckets: Buckets;
  readonly emit: EventSink;
}): RateLimiter {
  const { buckets, emit } = options;
  const families = createTokenFamilies(randomBytes(32));
  const over = createOverLimit(buckets, emit);
  const guesses = createGuesses(buckets, over);
  const spend = (family: string, points: number) => buckets.perFamily.count(family, points);
  return {
    async admit(presented, call) {
      const { id, known } = families.of(presented);
      // Who is over the limit could make up tokens until the memory is full of their counts.
      if (known || !guesses.isOverdrawn(presented, call)) {
        const refusal = over('perFamily', await spend(id, 1), call);
        if (refusal !== null) return refusal;
      }
      const isTold = known || presented.issuer.kind === 'NATIVE';
      return isTold ? null : guesses.mayTry(presented, call);
    },
    succeeded: families.follow,
    async refused(presented, call) {
      const { id, known } = families.of(presented);
      if (!known && guesses.isOverdrawn(presented, call)) return guesses.count(presented, call);
      const { points } = await spend(id, REFUSAL_COST - 1);
      // One client that repeats one dead token must not use up what its whole address may do.
      const repeated = points >= 2 * REFUSAL_COST;
      return known || repeated ? null : guesses.count(presented, call);
    },
    async other(what, call) {
      const limit: LimitName = what === 'serviceKey' ? 'perAddress' : 'revocationsPerAddress';
      return over(limit, await buckets[limit].count(at(what, call), 1), call);
    },
  };
}
