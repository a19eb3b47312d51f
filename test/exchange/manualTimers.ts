import { setImmediate as turn } from 'node:timers/promises';
import type { Timers } from '../../adapters/exchange/timers.ts';

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** Time that passes only when it is told to, in steps that everybody who sleeps takes part in. */
export function manualTimers() {
  let time = 0;
  let sleepers: Sleeper[] = [];
  const timers: Timers = {
    now: () => time,
    sleep: (ms) => new Promise((wake) => sleepers.push({ at: time + ms, wake })),
  };
  return {
    ...timers,
    /** Lets `ms` pass, waking each sleeper at its time. */
    async pass(ms: number): Promise<void> {
      const end = time + ms;
      await settled();
      for (;;) {
        const next = Math.min(...sleepers.map(({ at }) => at));
        if (next > end) break;
        time = Math.max(time, next);
        const due = sleepers.filter(({ at }) => at <= time);
        sleepers = sleepers.filter(({ at }) => at > time);
        for (const sleeper of due) sleeper.wake();
        await settled();
      }
      time = end;
    },
  };
}

/** Lets everything that does not wait for time come to its end. */
export async function settled(): Promise<void> {
  for (let turns = 0; turns < 5; turns += 1) await turn();
}
