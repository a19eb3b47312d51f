import { Counter, type CounterConfiguration } from 'prom-client';

/** How often something has happened since its counter was last read. */
export interface Tally {
  count: number;
}

/** Makes the tally of one series, which is shown from then on. */
export type Tallies<Label extends string> = (labels: Readonly<Record<Label, string>>) => Tally;

/** A counter of prom-client that is handed plain numbers when it is read: finding a series by its labels takes longer. */
export function createTallies<Label extends string>(
  configuration: Omit<CounterConfiguration<Label>, 'collect'>,
): Tallies<Label> {
  const series: { readonly labels: Readonly<Record<Label, string>>; readonly tally: Tally }[] = [];
  new Counter({
    ...configuration,
    collect() {
      for (const { labels, tally } of series) {
        this.inc(labels, tally.count);
        tally.count = 0;
      }
    },
  });
  return (labels) => {
    const tally = { count: 0 };
    series.push({ labels, tally });
    return tally;
  };
}
