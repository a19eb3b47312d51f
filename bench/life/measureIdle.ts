import { mkdtempDisposable } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readUsage } from '../process/usage.ts';
import { type ProgramPlace, startProgram } from './startProgram.ts';

/** What the program uses while nobody asks it anything. */
export interface IdleUse {
  /** Part of one core, from 0 to 1. */
  readonly cpu: number;
  /** MiB. */
  readonly rss: number;
}

/** What follows a start is over after this long, in milliseconds. */
const SETTLING_MS = 5000;

/** Leaves the program alone for `seconds`; null where the system does not tell. */
export async function measureIdle(
  { dir, pinning, signal }: ProgramPlace,
  seconds: number,
): Promise<IdleUse | null> {
  await using cwd = await mkdtempDisposable(join(dir, 'idle-'));
  await using program = await startProgram(cwd.path, pinning);
  await delay(SETTLING_MS, undefined, { signal });
  const before = readUsage([program.pid]);
  await delay(seconds * 1000, undefined, { signal });
  const after = readUsage([program.pid]);
  if (before === null || after === null) return null;
  return { cpu: (after.cpuSeconds - before.cpuSeconds) / seconds, rss: after.rss };
}
