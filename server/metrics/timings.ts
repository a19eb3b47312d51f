import type { Metric, Registry } from 'prom-client';

/** The durations of one series, in seconds. */
export interface Timing {
  observe(seconds: number): void;
}

/** Makes the timing of one series, which is shown from then on. */
export type Timings = (labels: Readonly<Record<string, string>>) => Timing;

/** What a histogram is made of. */
export interface TimingOptions {
  readonly name: string;
  readonly help: string;
  /** Upper bounds in seconds, ascending. */
  readonly buckets: readonly number[];
}

interface Value {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName: string;
}

/** A histogram as prom-client shows it. Its own finds the series by their labels at each observation. */
export function createTimings(registry: Registry, options: TimingOptions): Timings {
  const { name, help, buckets } = options;
  const series: (() => readonly Value[])[] = [];
  const get = async () => {
    const values = series.flatMap((read) => read());
    return { name, help, type: 'histogram', values, aggregator: 'sum' };
  };
  // The registry asks for no more of a metric than this, but its type lists all that its own can do.
  registry.registerMetric({ name, help, type: 'histogram', get } as unknown as Metric);
  return (labels) => {
    const { observe, read } = createSeries(buckets);
    series.push(() => read(name, labels));
    return { observe };
  };
}

function createSeries(buckets: readonly number[]) {
  // One more than there are buckets: what is above the last bound.
  const counts: number[] = Array(buckets.length + 1).fill(0);
  let sum = 0;
  return {
    observe(seconds: number) {
      let at = 0;
      while (at < buckets.length && seconds > (buckets[at] ?? 0)) at += 1;
      counts[at] = (counts[at] ?? 0) + 1;
      sum += seconds;
    },
    read(name: string, labels: Readonly<Record<string, string>>): readonly Value[] {
      let count = 0;
      const within = counts.map((some, at): Value => {
        count += some;
        const le = buckets[at] ?? '+Inf';
        return { labels: { le, ...labels }, value: count, metricName: `${name}_bucket` };
      });
      return [
        ...within,
        { labels, value: sum, metricName: `${name}_sum` },
        { labels, value: count, metricName: `${name}_count` },
      ];
    },
  };
}
