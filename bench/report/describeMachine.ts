import { statfsSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import type { Pinning } from '../process/pinning.ts';

/** What the numbers depend on, in one sentence each. */
export function describeMachine(pinning: Pinning, dir: string): readonly string[] {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  return [
    `Node ${process.versions.node} on ${availableParallelism()} cores (${model}).`,
    pinning.works
      ? 'Subjects are pinned to core 0, the load generator and upstreams to core 1.'
      : 'Nothing is pinned: subjects and load generator compete for the same cores.',
    ...(isInMemory(dir) ? [`${dir} is in memory, so a durable commit costs nothing here.`] : []),
  ];
}

/** TMPFS_MAGIC and RAMFS_MAGIC of Linux. */
const IN_MEMORY = [0x01021994, 0x858458f6];

function isInMemory(dir: string): boolean {
  return IN_MEMORY.includes(statfsSync(dir).type);
}
