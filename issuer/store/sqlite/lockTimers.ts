import { randomInt } from 'node:crypto';

/** How a committer waits for another process; tests bring their own. Durations are milliseconds. */
export interface LockTimers {
  /** Milliseconds that only ever grow. */
  now(): number;
  /** Runs `retry` after a moment. */
  soon(retry: () => void): void;
}

/** The pauses are short, as a try costs microseconds, and uneven, so that no two processes keep in step. */
const [SHORTEST, LONGEST] = [1, 4];

/** The timers of the system. A wait keeps the process alive: a command that ends before its answer would seem to have worked. */
export const systemLockTimers: LockTimers = {
  now: () => performance.now(),
  soon: (retry) => void setTimeout(retry, randomInt(SHORTEST, LONGEST + 1)),
};
