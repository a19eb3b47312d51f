import { readFileSync } from 'node:fs';

/** What a process has used so far, its threads included. */
export interface Usage {
  /** Seconds of processor time. */
  readonly cpuSeconds: number;
  /** MiB. */
  readonly rss: number;
}

/** USER_HZ, which Linux fixes for all that it shows to programs. */
const TICKS_PER_SECOND = 100;

/** Reads what Linux says of a process; null where there is no /proc. */
export function readUsage(pid: number): Usage | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    // The second field, the command's name, may hold spaces; utime and stime are the 14th and 15th.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
    return { cpuSeconds, rss: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024 };
  } catch {
    return null;
  }
}
