import { describe, expect, it } from 'vitest';
import { summarizeLatencies } from '../../bench/load/latencies.ts';
import { formatSummaries } from '../../bench/report/formatSummaries.ts';
import { median, type Round, summarize } from '../../bench/report/summarize.ts';

const round = (requestsPerSecond: number, given: Partial<Round> = {}): Round => ({
  requestsPerSecond,
  p50: 1,
  p99: 2,
  cpuMicros: 50,
  rss: 100,
  othersBusy: 0.5,
  requests: 10,
  ...given,
});

const subjects = [
  { name: 'floor', rounds: [round(1000), round(100), round(1000)] },
  { name: 'slower', rounds: [round(500), round(50), round(400)] },
];

describe('the summary', () => {
  it('takes the middle of an odd and the mean of the middle two of an even number', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([9, 1, 5, 7])).toBe(6);
  });

  it('gives percentiles by nearest rank, in numeric order', () => {
    const values = Array.from({ length: 200 }, (_, index) => 200 - index);
    expect(summarizeLatencies(values)).toEqual({ p50: 100, p99: 198 });
  });

  it('compares each round with the floor of the same round, so that a slow spell does not count', () => {
    expect(summarize(subjects).map(({ ofFloor }) => ofFloor)).toEqual([1, 0.5]);
  });

  it('compares RefreshQL with the others in the same way', () => {
    const ours = { name: 'RefreshQL', rounds: [round(2000), round(100), round(800)] };
    expect(summarize([...subjects, ours]).map((it) => it.ours)).toEqual([1, 2, 1]);
    expect(summarize(subjects).map((it) => it.ours)).toEqual([null, null]);
  });

  it('leaves out what the system does not tell', () => {
    const [only] = summarize([
      { name: 'only', rounds: [round(1, { cpuMicros: null, rss: null })] },
    ]);
    expect(only).toMatchObject({ cpuMicros: null, rss: null });
  });
});

describe('the table', () => {
  it('aligns its columns and counts the requests', () => {
    const lines = formatSummaries(summarize(subjects)).split('\n');
    expect(lines).toEqual([
      '        req/s  of floor  p50 ms  p99 ms  CPU µs/req  RSS MiB',
      'floor    1000      1.00    1.00    2.00          50      100',
      'slower    400      0.50    1.00    2.00          50      100',
      '60 requests, no errors.',
    ]);
  });

  it('says where the load generator was the bottleneck', () => {
    const busy = [{ name: 'floor', rounds: [round(1000, { othersBusy: 0.99 })] }];
    expect(formatSummaries(summarize(busy))).toContain('floor could do more');
  });
});
