import { randomBytes } from 'node:crypto';
import type { Call } from '../../domain/call.ts';
import type { EventSink } from '../../domain/events.ts';
import { then } from '../../domain/maybePromise.ts';
import type { Presented, RateLimiter } from '../../domain/rateLimiter.ts';
import { at, createGuesses } from './guesses.ts';
import { type BucketName, type Buckets, createHold, createOverLimit } from './overLimit.ts';
import type { SessionBudget } from './sessionBudget.ts';
import { createTokenFamilies } from './tokenFamilies.ts';
import { createTries } from './tries.ts';

/**
 * The rate limits. The native issuer tells a good token from a bad one at once, so it is always asked, and an address
 * that guesses hears RATE_LIMITED in place of its refusals. Elsewhere a token that an issuer gave through this process is
 * known to be good; for any other one, an address or an issuer at twice its limit is not served, nor one with very many under way.
 */
export function createRateLimiter(options: {
  readonly buckets: Buckets;
  readonly sessions: SessionBudget;
  readonly emit: EventSink;
}): RateLimiter {
  const { buckets, sessions, emit } = options;
  const families = createTokenFamilies(randomBytes(32));
  const hold = createHold(emit);
  const over = createOverLimit(buckets, hold);
  const guesses = createGuesses(buckets, over);
  const tries = createTries(buckets, over);

  function count(presented: Presented, call: Call): ReturnType<RateLimiter['refused']> {
    const { id, known } = families.of(presented);
    if (!known && guesses.isOverdrawn(presented, call)) return guesses.count(presented, call);
    // One client that repeats one dead token must not use up what its whole address may do.
    const repeated = sessions.refuse(id, call.now());
    return known || repeated ? null : guesses.count(presented, call);
  }

  return {
    admit(presented, call) {
      const { id, known } = families.of(presented);
      // Who is over the limit could make up tokens until the memory is full of their counts.
      if (known || !guesses.isOverdrawn(presented, call)) {
        const seconds = sessions.spend(id, call.now());
        if (seconds !== null) return hold('perFamily', seconds, call);
      }
      const isTold = known || presented.issuer.kind === 'NATIVE';
      return isTold ? null : tries.begin({ presented, token: id, call });
    },
    succeeded(presented, successor) {
      tries.end(presented);
      families.follow(presented, successor);
    },
    // It has its place until it is counted.
    refused: (presented, call) =>
      then(count(presented, call), (limited) => {
        tries.end(presented);
        return limited;
      }),
    uncounted: tries.end,
    other(what, call) {
      const limit: BucketName = what === 'serviceKey' ? 'perAddress' : 'revocationsPerAddress';
      return then(buckets[limit].count(at(what, call), 1), (level) => over(limit, level, call));
    },
  };
}
