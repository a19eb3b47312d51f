import { randomInt } from 'node:crypto';

/** How a committer waits for another process; tests bring their own. Durations are milliseconds. */
export interface LockTimers {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs `retry` after a moment, given how long the lock has been waited for. */
  soon(retry: () => void, waited: number): void;
}

/** A commit takes less; a timer that cannot be set to less than this would let the lock go unused for most of the time. */
const COMMIT = 3;

/** Then the pauses are short, as a try costs microseconds, and uneven, so that no two processes keep in step. */
const [SHORTEST, LONGEST] = [1, 4];

/** The timers of the system. A wait keeps the process alive: a command that ends before its answer would seem to have worked. */
export const systemLockTimers: LockTimers = {
  now: () => performance.now(),
  soon(retry, waited) {
    if (waited < COMMIT) setImmediate(retry);
    else setTimeout(retry, randomInt(SHORTEST, LONGEST + 1));
  },
};
