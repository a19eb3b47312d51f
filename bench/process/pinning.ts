import { spawnSync } from 'node:child_process';

/** Which side of a measurement a process is on: the subject has a core of its own, all others share the next one. */
export type Side = 'subject' | 'other' | 'both';

/** How processes are kept apart: the words to put before a command. */
export interface Pinning {
  readonly works: boolean;
  prefix(side: Side): readonly string[];
}

const CORES = { subject: '0', other: '1', both: '0,1' } as const satisfies Record<Side, string>;

/** Pins with taskset where that is there and both cores may be used; elsewhere the system places the processes. */
export function detectPinning(): Pinning {
  const works = Object.values(CORES).every((core) => run('taskset', ['-c', core, 'true']));
  return { works, prefix: (side) => (works ? ['taskset', '-c', CORES[side]] : []) };
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
