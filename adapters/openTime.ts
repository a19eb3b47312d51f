import type { IBackoff } from 'cockatiel';

const FIRST_MS = 10_000;
const LONGEST_MS = 60_000;

/** How long a circuit breaker stays open, by a clock that is given. */
export interface OpenTime {
  /** Asked by the breaker at each opening. */
  readonly backoff: Pick<IBackoff<unknown>, 'next'>;
  /** Whole seconds until the next probe, at least 1. */
  left(): number;
}

/**
 * 10 seconds at first, twice as long after each failed probe, at most 60; over at once where the clock was set back to
 * before they began. `now` is in milliseconds since the epoch.
 */
export function createOpenTime(now: () => number): OpenTime {
  let until = 0;
  function open(ms: number): IBackoff<unknown> {
    const start = now();
    const end = start + ms;
    until = end;
    // A clock that was set back to before the start says nothing of the time that has passed.
    const isOver = () => now() >= end || now() < start;
    return {
      // cockatiel compares it with the system's clock, so only the extremes are safe to answer.
      get duration() {
        return isOver() ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
      },
      next: () => open(Math.min(ms * 2, LONGEST_MS)),
    };
  }
  return {
    backoff: { next: () => open(FIRST_MS) },
    left: () => Math.max(1, Math.ceil((until - now()) / 1000)),
  };
}
