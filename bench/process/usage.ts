import { readFileSync } from 'node:fs';

/** What processes have used so far, their threads included. */
export interface Usage {
  /** Seconds of processor time. */
  readonly cpuSeconds: number;
  /** MiB. */
  readonly rss: number;
}

/** USER_HZ, which Linux fixes for all that it shows to programs. */
export const TICKS_PER_SECOND = 100;

/** Reads what Linux says of processes, together; null where there is no /proc, or one of them is gone. */
export function readUsage(pids: readonly number[]): Usage | null {
  try {
    const usages = pids.map(readOne);
    return {
      cpuSeconds: usages.reduce((total, { cpuSeconds }) => total + cpuSeconds, 0),
      rss: usages.reduce((total, { rss }) => total + rss, 0),
    };
  } catch {
    return null;
  }
}

/** These processes and all that they have started and that still run. */
export function withDescendants(pids: readonly number[]): readonly number[] {
  return pids.flatMap((pid) => [pid, ...withDescendants(childrenOf(pid))]);
}

function readOne(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  const status = readFileSync(`/proc/${pid}/status`, 'latin1');
  // The second field, the command's name, may hold spaces; utime and stime are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const cpuSeconds = (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
  return { cpuSeconds, rss: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024 };
}

function childrenOf(pid: number): readonly number[] {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    return text.split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
