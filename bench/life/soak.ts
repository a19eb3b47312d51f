import type { Driven } from '../load/drive.ts';
import type { RunningProcess } from '../process/startProcess.ts';
import { readUsage } from '../process/usage.ts';
import { OURS, type Scenario } from '../scenario.ts';
import { type ContestantOptions, startContestant } from '../startContestant.ts';

/** How memory stands after so many requests. */
export interface SoakPoint {
  readonly requests: number;
  /** MiB; null where the system does not tell. */
  readonly rss: number | null;
}

/** How long a program is driven. */
export interface SoakOptions extends ContestantOptions {
  readonly generator: RunningProcess<unknown>;
  readonly requests: number;
  /** Ends the run after the stretch it is in. */
  readonly signal: AbortSignal;
}

const STRETCH_SECONDS = 5;

/** Drives RefreshQL under a scenario's load until it has answered so many requests, and reads its memory every few seconds. */
export async function soak(
  scenario: Scenario,
  { generator, requests, signal, ...options }: SoakOptions,
): Promise<readonly SoakPoint[]> {
  const subject = scenario.subjects.find(({ name }) => name === OURS);
  if (subject === undefined) throw new RangeError(`${scenario.id} has no ${OURS}.`);
  await using contestant = await startContestant(scenario, subject, options);
  const { url, pids } = contestant;
  const points: SoakPoint[] = [];
  let { load } = contestant;
  for (let answered = 0; answered < requests; ) {
    signal.throwIfAborted();
    const driven = (await generator.ask({ url, load, seconds: STRETCH_SECONDS })) as Driven;
    if (driven.errors.length > 0) throw new Error(`${scenario.id}: ${driven.errors[0]}`);
    load = { ...load, chains: driven.chains };
    answered += driven.requests;
    points.push({ requests: answered, rss: readUsage(pids)?.rss ?? null });
  }
  return points;
}
