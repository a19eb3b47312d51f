import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { postgresBinaries } from './postgresBinaries.ts';

/** A PostgreSQL server of one's own, for tests and benchmarks, on a port of 127.0.0.1 that it keeps across restarts. */
export interface PostgresCluster extends AsyncDisposable {
  url(database?: string): string;
  /** Everything it keeps; gone when it is disposed of. */
  readonly dir: string;
  /** The postmaster. */
  readonly pid: number;
  /** Ends the server; SIGQUIT is `pg_ctl stop -m immediate`, SIGKILL a crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on what it had on disk. */
  start(): Promise<void>;
}

interface Options {
  /** Whether commits wait for the disk, so that nothing is lost in a crash. @default false */
  readonly durable?: boolean;
  /** Words to put before the command. @default none */
  readonly prefix?: readonly string[];
}

const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/** Makes a cluster in a new directory and starts it. */
export async function startPostgresCluster(options: Options = {}): Promise<PostgresCluster> {
  const { durable = false, prefix = [] } = options;
  await using stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'refreshql-pg-'));
  stack.defer(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  if (OWNER !== null) await chown(dir, OWNER.uid, OWNER.gid);
  const { initdb, postgres } = await postgresBinaries(dir, OWNER !== null);
  const data = join(dir, 'data');
  const auth = ['-U', 'refreshql', '-A', 'trust', '--no-sync', '--locale=C', '-E', 'UTF8'];
  await finished(spawnQuietly(initdb, ['-D', data, ...auth], dir));
  const port = await freePort();
  const settings = ['listen_addresses=127.0.0.1', `unix_socket_directories=${dir}`];
  const flags = [...settings, ...(durable ? [] : FAST)].flatMap((it) => ['-c', it]);
  let server: ChildProcess;
  const start = async () => {
    const [command = postgres, ...words] = [...prefix, postgres];
    server = spawnQuietly(command, [...words, '-D', data, '-p', String(port), ...flags], dir);
    await ready(server);
  };
  const stop = async (signal: NodeJS.Signals = 'SIGQUIT') => {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, 'exit');
    server.kill(signal);
    await ended;
  };
  await start();
  stack.defer(() => stop());
  const kept = stack.move();
  return {
    dir,
    url: (database = 'postgres') => `postgres://refreshql@127.0.0.1:${port}/${database}`,
    get pid() {
      return server.pid!;
    },
    stop,
    start,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}

/** PostgreSQL refuses to run as root, so root runs it as nobody. */
const OWNER = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;

function spawnQuietly(command: string, args: readonly string[], cwd: string): ChildProcess {
  const env = { LC_ALL: 'C', PATH: process.env['PATH'] ?? '' };
  return spawn(command, args, { cwd, env, ...OWNER, stdio: ['ignore', 'ignore', 'pipe'] });
}

async function finished(child: ChildProcess): Promise<void> {
  let errors = '';
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`initdb has failed: ${errors}`);
}

function ready(child: ChildProcess): Promise<void> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-4000);
      if (said.includes('ready to accept connections')) resolve();
    });
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`PostgreSQL has ended: ${said}`)));
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
