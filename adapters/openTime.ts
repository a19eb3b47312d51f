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

/** 10 seconds at first, twice as long after each failed probe, at most 60. `now` is in milliseconds since the epoch. */
export function createOpenTime(now: () => number): OpenTime {
  let until = 0;
  function open(ms: number): IBackoff<unknown> {
    until = now() + ms;
    const end = until;
    return {
      // cockatiel compares it with the system's clock, so only the extremes are safe to answer.
      get duration() {
        return now() >= end ? 0 : Number.POSITIVE_INFINITY;
      },
      next: () => open(Math.min(ms * 2, LONGEST_MS)),
    };
  }
  return {
    backoff: { next: () => open(FIRST_MS) },
    left: () => Math.max(1, Math.ceil((until - now()) / 1000)),
  };
}
