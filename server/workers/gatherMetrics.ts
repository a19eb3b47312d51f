import { AggregatorRegistry, type PrometheusContentType } from 'prom-client';
import type { MetricFamily } from '../metrics.ts';
import type { Channel } from './channel.ts';

/** Milliseconds to wait for a worker. */
const PATIENCE = 1000;

/**
 * The metrics of all workers as Prometheus text, each series with the number of its worker: a worker that was started
 * again counts from zero, which a sum would hide. One that does not answer is left out.
 */
export async function gatherMetrics(workers: ReadonlyMap<number, Channel>): Promise<string> {
  const gathered = [...workers].map(async ([worker, channel]) => {
    // Both ends are this program.
    const families = (await channel.ask(PATIENCE).catch(() => [])) as readonly MetricFamily[];
    return families.map((family) => labelled(family, String(worker)));
  });
  return AggregatorRegistry.aggregate<PrometheusContentType>(await Promise.all(gathered)).metrics();
}

// No two workers share a label, so nothing is added up, also where a family would rather be averaged or left out.
function labelled(family: MetricFamily, worker: string): MetricFamily {
  const values = family.values.map((it) => ({ ...it, labels: { ...it.labels, worker } }));
  return { ...family, values, aggregator: 'sum' };
}
