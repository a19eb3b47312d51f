import { setTimeout as delay } from 'node:timers/promises';
import { createRestarts } from './restarts.ts';

/** Where a worker listens, and by which name it issues tokens. */
export interface Listening {
  readonly url: string;
  readonly issuerUrl: string;
}

/** How a process ended: with an exit code or by a signal. */
export interface Ending {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** A process that serves. */
export interface Worker {
  readonly pid: number;
  /** Stays pending where it never listens. */
  readonly listening: Promise<Listening>;
  readonly ended: Promise<Ending>;
  kill(signal: NodeJS.Signals): void;
}

/** Hears of workers by their number, from 1 on. */
export interface WorkerReports {
  started(worker: number, pid: number): void;
  /** `delayMs` is null where it is not started again. */
  ended(worker: number, ending: Ending, delayMs: number | null): void;
}

/** How workers are kept. */
export interface SupervisorOptions {
  readonly count: number;
  /** Starts a process; `listening` is where those before it listen, null for the first one. */
  readonly fork: (worker: number, listening: Listening | null) => Worker;
  readonly report: WorkerReports;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Resolves after some milliseconds. @default by the system's clock */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/** Workers that are kept running. */
export interface Supervisor {
  /** When the first one listens; null where it ended instead. The others follow it. */
  readonly listening: Promise<Listening | null>;
  /** When none is left and none will be started: whether they were told to end. */
  readonly ended: Promise<boolean>;
  /** Ends all of them in order, and after `patience` (ms) by force. */
  stop(patience: number): Promise<void>;
}

/** Starts the first worker, then the others, and each again when it ends; gives all up where restarts do not help. */
export function superviseWorkers(options: SupervisorOptions): Supervisor {
  const { count, fork, report, now, wait = delay } = options;
  const running = new Map<number, Worker>();
  const restarts = createRestarts(count);
  const { promise: ended, resolve: end } = Promise.withResolvers<boolean>();
  let found: Listening | null = null;
  let state: 'running' | 'given up' | 'stopping' = 'running';

  function start(number: number): Worker {
    const worker = fork(number, found);
    running.set(number, worker);
    report.started(number, worker.pid);
    worker.listening.then(() => {
      // What an ended one has said may come after its end.
      if (running.get(number) === worker) restarts.listens(number);
    });
    worker.ended.then((ending) => follow(number, ending));
    return worker;
  }

  async function follow(number: number, ending: Ending): Promise<void> {
    running.delete(number);
    const pause = state === 'running' ? nextStart(number) : null;
    report.ended(number, ending, pause);
    if (pause === null) return retire();
    await wait(pause);
    if (state === 'running') start(number);
  }

  // One that never listened would not do so the next time either: the port is taken, say.
  function nextStart(number: number): number | null {
    return found === null ? null : restarts.next(number, now());
  }

  function retire(): void {
    if (state === 'running') {
      state = 'given up';
      killAll('SIGTERM');
    }
    if (running.size === 0) end(state === 'stopping');
  }

  function killAll(signal: NodeJS.Signals): void {
    for (const worker of running.values()) worker.kill(signal);
  }

  async function startAll(): Promise<Listening | null> {
    const first = start(1);
    found = await Promise.race([first.listening, first.ended.then(() => null)]);
    if (found === null || state !== 'running') return null;
    for (let number = 2; number <= count; number += 1) start(number);
    return found;
  }

  async function stop(patience: number): Promise<void> {
    state = 'stopping';
    killAll('SIGTERM');
    if (running.size === 0) end(true);
    const timer = setTimeout(() => killAll('SIGKILL'), patience);
    await ended;
    clearTimeout(timer);
  }

  return { listening: startAll(), ended, stop };
}
