import { OURS } from '../scenario.ts';
import { alignColumns } from './alignColumns.ts';
import type { Summary } from './summarize.ts';

/** What was measured in one scenario. */
export interface MeasuredScenario {
  readonly id: string;
  readonly title: string;
  /** The first is the floor. */
  readonly summaries: readonly Summary[];
}

const HEAD = ['', '', 'of floor', `${OURS} is`, 'CPU', 'p99'];

/** Every ratio of a run in one table: to the floor, and how many times as fast RefreshQL is. */
export function formatOverview(scenarios: readonly MeasuredScenario[]): string {
  const rows = scenarios.flatMap(({ id, summaries }) => summaries.map((it) => [id, ...row(it)]));
  const note = 'All as multiples of the floor, the first of each scenario; CPU is for one request.';
  return [...alignColumns([HEAD, ...rows], 2), note].join('\n');
}

function row({ name, ofFloor, ours, cpuOfFloor, p99OfFloor }: Summary): string[] {
  const faster = ours === null || name === OURS ? '' : `${ours.toFixed(2)} x`;
  return [name, formatRatio(ofFloor), faster, cpuOfFloor?.toFixed(2) ?? '-', p99OfFloor.toFixed(2)];
}

/** A share of the floor, with as many digits as say something. */
export function formatRatio(ratio: number): string {
  return ratio < 0.1 ? ratio.toFixed(3) : ratio.toFixed(2);
}
