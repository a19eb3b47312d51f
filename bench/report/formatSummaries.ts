import type { Summary } from './summarize.ts';

type Column = readonly [title: string, cell: (summary: Summary) => string];

const COLUMNS: readonly Column[] = [
  ['', ({ name }) => name],
  ['req/s', ({ requestsPerSecond }) => requestsPerSecond.toFixed(0)],
  ['of floor', ({ ofFloor }) => ofFloor.toFixed(2)],
  ['p50 ms', ({ p50 }) => p50.toFixed(2)],
  ['p99 ms', ({ p99 }) => p99.toFixed(2)],
  ['CPU µs/req', ({ cpuMicros }) => cpuMicros?.toFixed(0) ?? '-'],
  ['RSS MiB', ({ rss }) => rss?.toFixed(0) ?? '-'],
];

/** From here on the other side holds the subject back. */
const SATURATED = 0.9;

/** One aligned table, how much it rests on, and a line for each subject that was faster than it could be asked. */
export function formatSummaries(summaries: readonly Summary[]): string {
  const head = COLUMNS.map(([title]) => title);
  const rows = summaries.map((summary) => COLUMNS.map(([, cell]) => cell(summary)));
  const requests = summaries.reduce((sum, summary) => sum + summary.requests, 0);
  const total = `${requests} requests, no errors.`;
  return [...align([head, ...rows]), total, ...summaries.flatMap(warn)].join('\n');
}

function align(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = COLUMNS.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  '),
  );
}

function warn({ name, othersBusy }: Summary): string[] {
  if (othersBusy === null || othersBusy < SATURATED) return [];
  return [`${name} could do more: the load generator's side was the slower one, so compare CPU.`];
}
