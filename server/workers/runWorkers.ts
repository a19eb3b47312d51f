import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import { blaming } from '../settingError.ts';
import type { Channel } from './channel.ts';
import { choosePort } from './choosePort.ts';
import { forkWorker } from './forkWorker.ts';
import { gatherMetrics } from './gatherMetrics.ts';
import { oneAtATime } from './oneAtATime.ts';
import { type Ending, type Listening, superviseWorkers } from './superviseWorkers.ts';

/** How a deployment is run in several processes. */
export interface RunWorkersOptions {
  readonly count: number;
  readonly config: Config;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Says that the first worker listens. */
  readonly onListening: (listening: Listening) => void;
  /** The signal by which this process is told to end. */
  readonly stopped: Promise<string>;
}

/** Milliseconds that workers get to end. */
const PATIENCE = 10_000;

/** How many processes serve: `auto` is one for each core that this process may use. */
export function workerCount({ workers }: Pick<Config, 'workers'>, cores: number): number {
  return workers === 'auto' ? cores : workers;
}

/** Keeps workers running until this process is told to end; gives the exit code, 1 where they cannot be kept. */
export async function runWorkers(options: RunWorkersOptions): Promise<number> {
  const { count, config, log, now, onListening, stopped } = options;
  const start = createStart(await portOf(config));
  const workers = superviseWorkers({ count, now, fork: start, report: reportTo(log) });
  stopped.then((signal) => {
    log.info({ signal }, 'stopping');
    return workers.stop(PATIENCE);
  });
  const listening = await workers.listening;
  if (listening !== null) onListening(listening);
  return (await workers.ended) ? 0 : 1;
}

/** Each worker would choose one of its own. */
function portOf(config: Config): number | Promise<number> {
  if (config.port !== 0) return config.port;
  return blaming(config, ['HOST'], 'the server cannot listen', () => choosePort(config.host));
}

/** Starts workers on one port, each of which may ask for the metrics of all. */
function createStart(port: number) {
  const channels = new Map<number, Channel>();
  // All of them are asked for it, by a process that also hands over new connections.
  const answer = oneAtATime(() => gatherMetrics(channels));
  return (number: number, before: Listening | null) => {
    const issuerUrl = before?.issuerUrl ?? null;
    const worker = forkWorker({ issuerUrl, port, answer });
    worker.listening.then(() => channels.set(number, worker.channel));
    worker.ended.then(() => channels.delete(number));
    return worker;
  };
}

function reportTo(log: Log) {
  return {
    started: (worker: number, pid: number) => log.info({ worker, pid }, 'worker.started'),
    ended(worker: number, { exitCode, signal }: Ending, delayMs: number | null) {
      const fields = { worker, exitCode, signal };
      if (delayMs !== null) log.warn(fields, 'worker.restarting');
      else log.info(fields, 'worker.ended');
    },
  };
}
