import { setTimeout as delay } from 'node:timers/promises';

/** How the exchange waits; tests bring their own. */
export interface Timers {
  /** Milliseconds that only ever grow: clocks that are set must not end leases. */
  now(): number;
  /** Resolves after `ms`. A `background` wait does not keep the process alive. */
  sleep(ms: number, background?: boolean): Promise<void>;
}

/** The timers of the system. */
export const systemTimers: Timers = {
  now: () => performance.now(),
  sleep: (ms, background = false) => delay(ms, undefined, { ref: !background }),
};
