import { alignColumns } from './alignColumns.ts';
import { formatRatio } from './formatOverview.ts';
import { isHeldBack } from './isHeldBack.ts';
import type { Summary } from './summarize.ts';

type Column = readonly [title: string, cell: (summary: Summary) => string];

const COLUMNS: readonly Column[] = [
  ['', ({ name }) => name],
  ['req/s', ({ requestsPerSecond }) => requestsPerSecond.toFixed(0)],
  ['of floor', ({ ofFloor }) => formatRatio(ofFloor)],
  ['p50 ms', ({ p50 }) => p50.toFixed(2)],
  ['p99 ms', ({ p99 }) => p99.toFixed(2)],
  ['CPU µs/req', ({ cpuMicros }) => cpuMicros?.toFixed(0) ?? '-'],
  ['RSS MiB', ({ rss }) => rss?.toFixed(0) ?? '-'],
];

/** One aligned table, how much it rests on, and a line for each subject that was faster than it could be asked. */
export function formatSummaries(summaries: readonly Summary[]): string {
  const head = COLUMNS.map(([title]) => title);
  const rows = summaries.map((summary) => COLUMNS.map(([, cell]) => cell(summary)));
  const requests = summaries.reduce((sum, summary) => sum + summary.requests, 0);
  const total = `${requests} requests, no errors.`;
  return [...alignColumns([head, ...rows]), total, ...summaries.flatMap(warn)].join('\n');
}

function warn(summary: Summary): string[] {
  const { name, cores = null } = summary;
  if (cores !== null) return explainCores(summary, cores);
  if (!isHeldBack(summary)) return [];
  return [`${name} could do more: the load generator's side was busy throughout, so compare CPU.`];
}

function explainCores({ name, coresLeft, cpuOfFloor }: Summary, cores: number): string[] {
  if (coresLeft == null || cpuOfFloor === null) return [];
  const byCpu = (cores / cpuOfFloor).toFixed(2);
  return [
    `${name}: others left ${coresLeft.toFixed(2)} of ${cores} cores to it; "of floor" is as if it had had all of it, and \
by processor time it would be ${byCpu}.`,
  ];
}
