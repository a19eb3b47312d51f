import type { RateLimiterMemory } from 'rate-limiter-flexible';
import type { Call } from '../../domain/call.ts';
import type { Presented } from '../../domain/rateLimiter.ts';
import { at } from './guesses.ts';
import { createOverdrawn } from './overdrawn.ts';
import { WINDOW } from './window.ts';

/**
 * Times the limit of an address that may go undecided. In an outage many users behind it ask, whose tokens are good; without a
 * bound somebody could make up tokens for as long as it lasts.
 */
const TIMES = 8;

/** Tokens that may be made up, and of which their issuer did not say whether they are good. */
export interface Undecided {
  /** Counts one; `token` stands for it, and counts once in a minute however often it is presented. */
  count(presented: Presented, token: string, call: Call): void;
  /** Seconds until its address may present more of them; null: it may now. Asked without waiting. */
  held(presented: Presented, call: Call): number | null;
}

/** What they are counted with, in this process; a `limit` of 0 is none. */
export interface UndecidedOptions {
  /** That of an address, in a minute. */
  readonly limit: number;
  readonly counter: Pick<RateLimiterMemory, 'penalty'>;
}

/** Counts them per address and issuer. */
export function createUndecided({ limit, counter }: UndecidedOptions): Undecided {
  if (limit === 0) return { count: () => {}, held: () => null };
  const overdrawn = createOverdrawn();
  const seen = createOverdrawn();
  return {
    count({ issuer }, token, call) {
      const [key, now] = [at(issuer.id, call), call.now()];
      if (seen.until(token, now) !== null) return;
      seen.note(token, now + WINDOW * 1000, now);
      void counter.penalty(key, 1).then(({ consumedPoints, msBeforeNext }) => {
        if (consumedPoints >= limit * TIMES) overdrawn.note(key, now + msBeforeNext, now);
      });
    },
    held({ issuer }, call) {
      const now = call.now();
      return overdrawn.isEmpty(now) ? null : overdrawn.left(at(issuer.id, call), now);
    },
  };
}
