import cluster from 'node:cluster';
import type { Metrics } from '../metrics.ts';
import { openChannel } from './channel.ts';
import { oneAtATime } from './oneAtATime.ts';
import type { Listening } from './superviseWorkers.ts';

/** Whether this process is a worker of another one. */
export const isWorker = cluster.isWorker;

/** Tells the process above that this worker listens. */
export function announceListening({ url, issuerUrl }: Listening): void {
  send({ url, issuerUrl });
}

/** Lets this worker end, which the line to the process above would not. */
export function leave(): void {
  process.channel?.unref();
}

/** Milliseconds to wait for what all workers have to say: longer than for one of them. */
const PATIENCE = 2000;

/** Lets the metrics of this worker be gathered; `render` then gives those of all workers. */
export function shareMetrics(own: Metrics): Metrics {
  const onMessage = (take: (message: unknown) => void) => void process.on('message', take);
  const channel = openChannel({ send, onMessage }, own.families);
  const render = oneAtATime(async () => {
    const { contentType } = await own.render();
    // Both ends are this program.
    return { contentType, body: (await channel.ask(PATIENCE)) as string };
  });
  return { ...own, render };
}

function send(message: unknown): void {
  // The process above may be gone; this one then ends as well.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
