import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createDatabase } from '../process/createDatabase.ts';
import { detectPinning } from '../process/pinning.ts';
import { startPostgresCluster } from '../process/postgresCluster.ts';

/** An empty store. */
export interface Place {
  readonly databaseUrl: string;
  /** The first process of a server that was started for it. */
  readonly database?: number;
}

/** Makes place for `memory`, `sqlite` or `postgres`, which runs on the other side's core until this process ends. */
export async function placeStore(store: string, dir: string): Promise<Place> {
  if (store === 'memory') return { databaseUrl: 'memory:' };
  if (store === 'sqlite') return { databaseUrl: `sqlite:${join(dir, 'bench.db')}` };
  const prefix = detectPinning().prefix('other');
  const postgres = await startPostgresCluster({ durable: true, prefix });
  process.once('exit', () => {
    quit(postgres.pid);
    removeInTime(postgres.dir);
  });
  return { databaseUrl: (await createDatabase(postgres.url())).url, database: postgres.pid };
}

function quit(pid: number): void {
  try {
    process.kill(pid, 'SIGQUIT');
  } catch {
    // It has ended already.
  }
}

/** Nothing can be awaited at exit, so the directory is removed as soon as the server lets go of it. */
function removeInTime(dir: string): void {
  for (let tries = 0; tries < 40 && existsSync(dir); tries += 1) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
    try {
      rmSync(dir, { recursive: true, force: true });
    } catch {
      // The server has just written one more file.
    }
  }
}
