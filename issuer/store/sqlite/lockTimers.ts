import { randomInt } from 'node:crypto';

/** How a committer waits for another process; tests bring their own. Durations are milliseconds. */
export interface LockTimers {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs `retry` after a moment, given how long the lock has been waited for and how long a commit takes. */
  soon(retry: () => void, waited: number, commitTime: number): void;
}

/** However long a commit takes, the other process may need this core to end it. */
const LONGEST_LOOK = 3;

/** Then the pauses are short, as a try costs microseconds, and uneven, so that no two processes keep in step. */
const [SHORTEST, LONGEST] = [1, 2];

/** The timers of the system. A wait keeps the process alive: a command that ends before its answer would seem to have worked. */
export const systemLockTimers: LockTimers = {
  now: () => performance.now(),
  soon(retry, waited, commitTime) {
    // The shortest timer would let the lock go unused for most of the time.
    if (waited < Math.min(commitTime, LONGEST_LOOK)) setImmediate(retry);
    else setTimeout(retry, randomInt(SHORTEST, LONGEST + 1));
  },
};
