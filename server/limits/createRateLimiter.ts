import { randomBytes } from 'node:crypto';
import type { Call } from '../../domain/call.ts';
import type { EventSink } from '../../domain/events.ts';
import { then } from '../../domain/maybePromise.ts';
import type { Presented, RateLimiter } from '../../domain/rateLimiter.ts';
import type { RateLimitedError } from '../../domain/refreshError.ts';
import { createGuesses } from './guesses.ts';
import { createOtherCalls } from './otherCalls.ts';
import { type Buckets, createHold, createOverLimit } from './overLimit.ts';
import type { SessionBudget } from './sessionBudget.ts';
import { createTokenFamilies } from './tokenFamilies.ts';
import { createTries } from './tries.ts';
import type { Undecided } from './undecided.ts';

/**
 * The rate limits. The native issuer tells a good token from a bad one at once, so it is always asked, and an address
 * that guesses hears RATE_LIMITED in place of its refusals. Elsewhere a token that an issuer gave through this process is
 * known to be good; for any other one, an address or an issuer at twice its limit is not served, nor one with very many under way
 * or without an answer.
 */
export function createRateLimiter(options: {
  readonly buckets: Buckets;
  readonly sessions: SessionBudget;
  readonly undecided: Undecided;
  readonly emit: EventSink;
}): RateLimiter {
  const { buckets, sessions, undecided, emit } = options;
  const families = createTokenFamilies(randomBytes(32));
  const hold = createHold(emit);
  const over = createOverLimit(buckets, hold);
  const guesses = createGuesses(buckets, over, hold);
  const tries = createTries(buckets, over);

  function count(presented: Presented, call: Call): ReturnType<RateLimiter['refused']> {
    const { id, known } = families.of(presented);
    if (!known && guesses.isOverdrawn(presented, call)) return guesses.count(presented, call);
    // One client that repeats one dead token must not use up what its whole address may do.
    const repeated = sessions.refuse(id, call.now());
    return known || repeated ? null : guesses.count(presented, call);
  }

  function refuseUnasked(presented: Presented, call: Call): RateLimitedError | null {
    const seconds = undecided.held(presented, call);
    return seconds === null ? guesses.refuse(presented, call) : hold('perAddress', seconds, call);
  }

  return {
    admit(presented, call) {
      const { id, known } = families.of(presented);
      const isTold = known || presented.issuer.kind === 'NATIVE';
      const refusal = isTold ? null : refuseUnasked(presented, call);
      if (refusal !== null) return refusal;
      // Who is over the limit could make up tokens until the memory is full of their counts.
      if (known || !guesses.isOverdrawn(presented, call)) {
        const seconds = sessions.spend(id, call.now());
        if (seconds !== null) return hold('perFamily', seconds, call);
      }
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
    undecided(presented, call) {
      tries.end(presented);
      if (presented.issuer.kind === 'NATIVE') return;
      const { id, known } = families.of(presented);
      if (!known) undecided.count(presented, id, call);
    },
    uncounted: tries.end,
    other: createOtherCalls(buckets, over, hold),
  };
}
