import { spawnSync } from 'node:child_process';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startServer } from '../../server/startServer.ts';
import { createDatabase } from '../process/createDatabase.ts';
import { detectPinning } from '../process/pinning.ts';
import { startPostgresCluster } from '../process/postgresCluster.ts';
import { appOptions } from './appOptions.ts';
import { fillStore } from './fillStore.ts';
import { nativeSeeds } from './nativeSeeds.ts';
import { announce, subjectOptions } from './subject.ts';

// RefreshQL over one store or another. `settings`: `store` (memory, sqlite or postgres), `maxBatch`, `audit`, `sessions`
// (how many there are already) and `workers` (how many processes serve). PostgreSQL runs on the other side's core.
const { settings, ...options } = subjectOptions();
const { store = 'memory', maxBatch, audit = 'security', sessions, workers } = settings;

if (cluster.isPrimary) await serve();
else await work();

async function serve() {
  const databaseUrl = await place();
  await using first = await start(databaseUrl);
  if (sessions !== undefined) await fillStore(databaseUrl, Number(sessions));
  const seeds = await nativeSeeds(first.app, options.seeds);
  if (workers === undefined) {
    announce({ url: first.url, seeds });
    await once(process.stdin, 'end');
  } else {
    announce({ url: await forkAll(databaseUrl, Number(workers)), seeds });
    await once(process.stdin, 'end');
  }
}

async function work() {
  const { url } = await start(process.env['BENCH_DATABASE'] ?? '');
  process.send?.(url);
}

async function place(): Promise<string> {
  if (store === 'memory') return 'memory:';
  if (store === 'sqlite') return `sqlite:${join(options.dir, 'bench.db')}`;
  const prefix = detectPinning().prefix('other');
  const postgres = await startPostgresCluster({ durable: true, prefix });
  process.once('exit', () => {
    process.kill(postgres.pid, 'SIGQUIT');
    removeInTime(postgres.dir);
  });
  return (await createDatabase(postgres.url())).url;
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

function start(databaseUrl: string) {
  const names = { DATABASE_URL: databaseUrl, AUDIT: audit, ISSUER_URL: 'http://127.0.0.1:4000' };
  const app = appOptions({ ...options, settings: names });
  return startServer({ ...app, ...(maxBatch === undefined ? {} : { maxBatch: Number(maxBatch) }) });
}

/** Starts processes that share one port, and gives its URL. */
async function forkAll(databaseUrl: string, count: number): Promise<string> {
  cluster.setupPrimary({ args: process.argv.slice(2) });
  const forked = Array.from({ length: count }, () => cluster.fork({ BENCH_DATABASE: databaseUrl }));
  process.once('exit', () => {
    for (const it of forked) it.process.kill('SIGKILL');
  });
  // On the one core of a subject, a second process could give nothing.
  for (const it of forked) spawnSync('taskset', ['-apc', '0-1', String(it.process.pid)]);
  const urls = await Promise.all(forked.map(async (it) => (await once(it, 'message'))[0]));
  return String(urls[0]);
}
