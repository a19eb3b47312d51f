import type { RateLimiterMemory } from 'rate-limiter-flexible';
import { createOverdrawn } from './overdrawn.ts';

/** What a refused call costs its session; an accepted one costs 1. */
const REFUSAL_COST = 40;

/** What one session may use up in this process within a minute. It is asked without waiting. */
export interface SessionBudget {
  /** Counts a call. Where the session has used everything up, the seconds until it may go on; else null. */
  spend(family: string, now: number): number | null;
  /** Counts what a refused call costs more; true where the session was refused within the last minute already. */
  refuse(family: string, now: number): boolean;
}

/** What a budget is made of. */
export interface BudgetOptions {
  /** Points; 0: there is no limit. */
  readonly limit: number;
  /** Milliseconds after which the counter forgets. */
  readonly window: number;
  readonly counter: Pick<RateLimiterMemory, 'penalty'>;
}

/**
 * A budget on a counter of rate-limiter-flexible, which counts at once and answers by a promise. The call that takes the
 * last point is noted when that answer comes, before any other request is read, so the next one need not wait for its own.
 */
export function createSessionBudget({ limit, window, counter }: BudgetOptions): SessionBudget {
  if (limit === 0) return { spend: () => null, refuse: () => false };
  const spent = createOverdrawn();
  const refused = createOverdrawn();
  const count = (family: string, points: number, now: number) => {
    void counter.penalty(family, points).then(({ consumedPoints, msBeforeNext }) => {
      if (consumedPoints >= limit) spent.note(family, now + msBeforeNext, now);
    });
  };
  return {
    spend(family, now) {
      const seconds = spent.left(family, now);
      if (seconds !== null) return seconds;
      count(family, 1, now);
      return null;
    },
    refuse(family, now) {
      const before = refused.until(family, now) !== null;
      if (!before) refused.note(family, now + window, now);
      count(family, REFUSAL_COST - 1, now);
      return before;
    },
  };
}
