/** A clock that moves only when it is told to. */
export interface ManualClock {
  readonly now: () => number;
  /** Moves by milliseconds; negative ones turn it back. */
  advance(ms: number): void;
}

/** Starts at a whole second, so that the seconds of tokens are easy to reckon. */
export function manualClock(start = Date.UTC(2026, 0, 31, 12)): ManualClock {
  let time = start;
  return {
    now: () => time,
    advance(ms) {
      time += ms;
    },
  };
}
