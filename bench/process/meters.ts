import { readIdleTime } from './idleTime.ts';
import type { Pinning } from './pinning.ts';
import { readUsage } from './usage.ts';

/** Something that only grows, in seconds; null where the system does not tell. */
export type Reading = () => number | null;

/** Starts to measure; the result gives by how much it has grown since. */
export function meter(read: Reading): Reading {
  const before = read();
  return () => {
    const after = read();
    return before === null || after === null ? null : after - before;
  };
}

/** The processor time of processes. */
export function cpuOf(pids: readonly number[]): Reading {
  return () => readUsage(pids)?.cpuSeconds ?? null;
}

/** The time that processes could have had on the first cores: what they took, and what nobody took. */
export function leftTo(pids: readonly number[], cores: number): Reading {
  const numbers = Array.from({ length: cores }, (_, core) => core);
  return () => {
    const [usage, idle] = [readUsage(pids), readIdleTime(numbers)];
    return usage === null || idle === null ? null : usage.cpuSeconds + idle;
  };
}

/** The time in which the other side was busy: its core with whatever, or where nothing is pinned these processes. */
export function busyOf(pids: readonly number[], pinning: Pinning): Reading {
  if (!pinning.works) return cpuOf(pids);
  return () => {
    const idle = readIdleTime([1]);
    return idle === null ? null : performance.now() / 1000 - idle;
  };
}
