import { describe, expect, it } from 'vitest';
import { bodyOf } from '../../bench/load/chain.ts';
import {
  chainedRefreshes,
  gatewayRefreshes,
  tokenEndpointRefreshes,
} from '../../bench/load/documents.ts';
import { readOptions } from '../../bench/readOptions.ts';
import { drawChart } from '../../bench/report/drawChart.ts';
import { formatOverview } from '../../bench/report/formatOverview.ts';
import { formatSummaries } from '../../bench/report/formatSummaries.ts';
import { type Round, summarize } from '../../bench/report/summarize.ts';

const round = (requestsPerSecond: number, given: Partial<Round> = {}): Round => ({
  ...{ requestsPerSecond, p50: 1, p99: 2, cpuMicros: 50, rss: 100, othersBusy: 0.5, requests: 10 },
  ...given,
});

const measured = {
  id: 'native',
  title: 'refreshes <by hand> & not',
  summaries: summarize([
    { name: 'floor', rounds: [round(1000)] },
    { name: 'RefreshQL', rounds: [round(800, { cpuMicros: 60, p99: 3 })] },
    { name: 'peer', rounds: [round(50, { cpuMicros: null, p99: 40 })] },
  ]),
};
const others = {
  ...measured,
  id: 'stores',
  summaries: summarize([{ name: 'floor', rounds: [round(1000)] }]),
};

describe('a subject that shares its cores', () => {
  const one = { name: 'one', rounds: [round(1000, { cores: 1, coresLeft: 0.8, cpuMicros: 100 })] };
  const two = { name: 'two', rounds: [round(1500, { cores: 2, coresLeft: 1.25, cpuMicros: 125 })] };
  const summaries = summarize([one, two]);

  it('is compared as if it had had them to itself', () => {
    expect(summaries.map(({ ofFloor }) => ofFloor)).toEqual([1, 2400 / 1250]);
  });

  it('is explained, with what its processor time says', () => {
    const text = formatSummaries(summaries);
    expect(text).toContain('two: others left 1.25 of 2 cores');
    expect(text).toContain('by processor time it would be 1.60.');
  });

  it('is compared as it is where the system does not tell', () => {
    const unknown = [one, two].map((it) => ({
      ...it,
      rounds: it.rounds.map((of) => ({ ...of, coresLeft: null })),
    }));
    expect(summarize(unknown)[1]?.ofFloor).toBe(1.5);
  });
});

describe('the overview', () => {
  it('puts every ratio of a run into one table, and nothing absolute', () => {
    expect(formatOverview([measured, others]).split('\n')).toEqual([
      '                   of floor  RefreshQL is   CPU    p99',
      'native  floor          1.00        0.80 x  1.00   1.00',
      'native  RefreshQL      0.80                1.20   1.50',
      'native  peer          0.050       16.00 x     -  20.00',
      'stores  floor          1.00                1.00   1.00',
      'All as multiples of the floor, the first of each scenario; CPU is for one request.',
    ]);
  });
});

describe('the chart', () => {
  const svg = drawChart([measured, others]);

  it('shows the scenarios that RefreshQL takes part in, by ratios', () => {
    expect(
      [...svg.matchAll(/<rect class="(\w+)".* width="(\d+)"/g)].map((it) => it.slice(1)),
    ).toEqual([
      ['other', '430'],
      ['ours', '344'],
      ['other', '22'],
    ]);
    expect([...svg.matchAll(/>([\d.]+)<\/text>/g)].map(([, label]) => label)).toEqual([
      ...['1.00', '0.80', '0.050'],
    ]);
  });

  const marked = (floor: Partial<Round>, ours: Partial<Round>) => {
    const summaries = summarize([
      { name: 'floor', rounds: [round(1000, floor)] },
      { name: 'RefreshQL', rounds: [round(800, ours)] },
      { name: 'peer', rounds: [round(50)] },
    ]);
    return drawChart([{ ...measured, summaries }]);
  };

  it('marks a figure of a subject that could do more, and all that are set against such a floor', () => {
    const busy = { othersBusy: 0.95 };
    const labels = (of: string) => [...of.matchAll(/>([\d.]+\*?)<\/text>/g)].map((it) => it[1]);
    expect(labels(marked({}, busy))).toEqual(['1.00', '0.80*', '0.050']);
    expect(labels(marked(busy, {}))).toEqual(['1.00*', '0.80*', '0.050*']);
  });

  it('explains the mark where there is one', () => {
    expect(marked({}, { othersBusy: 0.95 })).toContain('>* This server or the first one could');
    expect(marked({}, {})).not.toContain('*');
  });

  it('can be read in light and dark, and escapes what it says', () => {
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(svg).toContain('refreshes &lt;by hand&gt; &amp; not');
  });
});

describe('the peers', () => {
  const names = (args: string[]) =>
    readOptions(args).scenarios.flatMap(({ subjects }) => subjects.map(({ name }) => name));

  it('take part only when they are asked for', () => {
    expect(names(['forward'])).not.toContain('Apollo Server and RESTDataSource');
    expect(names(['--peers', 'forward'])).toContain('Apollo Server and RESTDataSource');
  });

  it('get the same refresh in their own words', () => {
    const walletKit = { network: 'TESTNET', sessionId: 's', refreshToken: 'r' };
    const [ours, gateway, form] = [chainedRefreshes, gatewayRefreshes, tokenEndpointRefreshes].map(
      (load) => bodyOf(load([{ walletKit }]).chains[0]!),
    );
    expect(JSON.parse(ours!).variables).toEqual({ input: { walletKit } });
    expect(JSON.parse(gateway!).variables).toEqual({
      input: { session_id: 's', refresh_token: 'r' },
    });
    expect(Object.fromEntries(new URLSearchParams(form))).toMatchObject({
      grant_type: 'refresh_token',
      refresh_token: 'r',
    });
  });
});
