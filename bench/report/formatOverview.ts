import { alignColumns } from './alignColumns.ts';
import type { Summary } from './summarize.ts';

/** What was measured in one scenario. */
export interface MeasuredScenario {
  readonly id: string;
  readonly title: string;
  /** The first is the floor. */
  readonly summaries: readonly Summary[];
}

/** The subject that the others are also compared with. */
export const OURS = 'RefreshQL';

const HEAD = ['', '', 'of floor', `${OURS} is`, 'CPU', 'p99'];

/** Every ratio of a run in one table: to the floor, and how many times as fast RefreshQL is. */
export function formatOverview(scenarios: readonly MeasuredScenario[]): string {
  const rows = scenarios.flatMap(({ id, summaries }) => {
    const ours = summaries.find(({ name }) => name === OURS)?.ofFloor;
    return summaries.map((summary) => [id, ...row(summary, ours)]);
  });
  const note = 'All as multiples of the floor, the first of each scenario; CPU is for one request.';
  return [...alignColumns([HEAD, ...rows], 2), note].join('\n');
}

function row(summary: Summary, ours: number | undefined): string[] {
  const { name, ofFloor, cpuOfFloor, p99OfFloor } = summary;
  const faster = ours === undefined || name === OURS ? '' : `${(ours / ofFloor).toFixed(2)} x`;
  return [name, formatRatio(ofFloor), faster, cpuOfFloor?.toFixed(2) ?? '-', p99OfFloor.toFixed(2)];
}

/** A share of the floor, with as many digits as say something. */
export function formatRatio(ratio: number): string {
  return ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2);
}
