import cluster, { type Worker as Forked } from 'node:cluster';
import { once } from 'node:events';
import { type Channel, openChannel } from './channel.ts';
import type { Ending, Listening, Worker } from './superviseWorkers.ts';

/** How a worker is started. */
export interface ForkOptions {
  /** The issuer's URL that an earlier worker found; null lets this one find it. */
  readonly issuerUrl: string | null;
  readonly port: number;
  /** Gives what the worker may ask. */
  readonly answer: () => Promise<unknown>;
}

/** Starts this program once more, as a worker that shares the port with others. */
export function forkWorker(options: ForkOptions): Worker & { readonly channel: Channel } {
  configure();
  const forked = cluster.fork(overrides(options));
  const channel = openChannel(
    {
      send: (message) => sendTo(forked, message),
      onMessage: (take) => void forked.on('message', take),
    },
    options.answer,
  );
  return {
    pid: forked.process.pid ?? 0,
    listening: listeningOf(forked),
    ended: endingOf(forked),
    kill: (signal) => void forked.process.kill(signal),
    channel,
  };
}

function configure(): void {
  // Handed over in turn: of connections that come at once and stay, as those of a proxy do, one worker would otherwise take
  // most, because whoever accepts first from a common queue of the kernel empties it.
  cluster.schedulingPolicy = cluster.SCHED_RR;
  // JSON has no NaN, and gauges do.
  cluster.setupPrimary({ serialization: 'advanced' });
}

function overrides({ issuerUrl, port }: ForkOptions): Record<string, string> {
  return { PORT: String(port), ...(issuerUrl !== null && { ISSUER_URL: issuerUrl }) };
}

function sendTo(forked: Forked, message: unknown): void {
  // A worker may be gone before its end is known.
  if (forked.isConnected()) forked.send(message as object, () => {});
}

function listeningOf(forked: Forked): Promise<Listening> {
  return new Promise((resolve) => {
    forked.on('message', (message: unknown) => {
      if (isListening(message)) resolve(message);
    });
  });
}

function isListening(message: unknown): message is Listening {
  return typeof message === 'object' && message !== null && 'issuerUrl' in message;
}

async function endingOf(forked: Forked): Promise<Ending> {
  const [exitCode, signal] = (await once(forked, 'exit')) as [number | null, string | null];
  return { exitCode, signal: signal || null };
}
