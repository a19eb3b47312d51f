import { readFileSync } from 'node:fs';
import { TICKS_PER_SECOND } from './usage.ts';

/** Seconds that these cores have had nothing to do since the start of the machine; null where there is no /proc. */
export function readIdleTime(cores: readonly number[]): number | null {
  try {
    const text = readFileSync('/proc/stat', 'latin1');
    const ticks = cores.map((core) => {
      const [, idle, waiting] =
        new RegExp(`^cpu${core}(?: \\d+){3} (\\d+) (\\d+)`, 'm').exec(text) ?? [];
      return Number(idle) + Number(waiting);
    });
    const seconds = ticks.reduce((sum, it) => sum + it, 0) / TICKS_PER_SECOND;
    return Number.isNaN(seconds) ? null : seconds;
  } catch {
    return null;
  }
}
