import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApp } from '../../server/createApp.ts';
import { startOptions } from '../process/startOptions.ts';
import { withDescendants } from '../process/usage.ts';
import { appOptions } from './appOptions.ts';
import { nativeSeeds } from './nativeSeeds.ts';
import { placeStore } from './placeStore.ts';
import { announce, subjectOptions } from './subject.ts';
import { wideLimits } from './wideLimits.ts';

// The program as it is started in production, with its log in a file. `settings`: `store` and `workers`.
const { settings, ...options } = subjectOptions();
const { store = 'sqlite', workers = '1' } = settings;
const { databaseUrl, ...place } = await placeStore(store, options.dir);
const dataDir = join(options.dir, 'data');
const names = { DATABASE_URL: databaseUrl, ISSUER_URL: 'http://127.0.0.1:4000' };
const seeds = await openSessions();
const program = spawnProgram();
const url = await untilListening();
announce({ url, seeds, pids: withDescendants([program.pid ?? 0]), ...place });

async function openSessions() {
  const app = await createApp(appOptions({ ...options, settings: names }));
  const made = await nativeSeeds(app, options.seeds);
  await app.close();
  return made;
}

function spawnProgram() {
  const bin = join(import.meta.dirname, '../../bin/refreshql.js');
  const log = openSync(join(options.dir, 'log'), 'a');
  const env = {
    ...{ PATH: process.env['PATH'], NODE_ENV: 'production', PORT: '0', WORKERS: workers },
    ...{ ...names, DATA_DIR: dataDir, RATE_LIMITS: wideLimits },
    ROOT_SECRET: `file:${join(dataDir, 'root-secret')}`,
    SIGNING_KEYS: join(dataDir, 'signing-keys.json'),
  };
  const child = spawn(process.execPath, [...startOptions(), bin], {
    env,
    stdio: ['ignore', log, 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
}

/** Gives the URL once all workers serve. */
async function untilListening(): Promise<string> {
  for (;;) {
    if (program.exitCode !== null) throw new Error('The program has ended.');
    const text = await readFile(join(options.dir, 'log'), 'utf8');
    const found = /listens on (http:\S+)\/graphql/.exec(text)?.[1];
    if (found !== undefined && (await serving(found)) === Number(workers)) return found;
    await delay(50);
  }
}

async function serving(at: string): Promise<number> {
  const metrics = await (await fetch(`${at}/metrics`)).text();
  return metrics.match(/^process_cpu_seconds_total[ {]/gm)?.length ?? 0;
}
