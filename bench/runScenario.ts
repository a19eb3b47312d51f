import type { Drive, Driven } from './load/drive.ts';
import { busyOf, cpuOf, leftTo, meter } from './process/meters.ts';
import type { RunningProcess } from './process/startProcess.ts';
import { readUsage, withDescendants } from './process/usage.ts';
import type { Round } from './report/summarize.ts';
import type { Scenario } from './scenario.ts';
import { type Contestant, type ContestantOptions, startContestant } from './startContestant.ts';

/** How a scenario is run. */
export interface RunOptions extends ContestantOptions {
  readonly generator: RunningProcess<unknown>;
  readonly rounds: number;
  /** How long each subject is driven in each round. */
  readonly seconds: number;
  /** Ends the run after the stretch it is in. */
  readonly signal: AbortSignal;
}

/** What was measured of one subject. */
export interface Measured {
  readonly name: string;
  readonly rounds: readonly Round[];
}

/** Throughput still rises in the first seconds, while each process compiles its code. */
const WARM_UP_SECONDS = 4;

/** Starts all subjects, warms each up, then drives them in turn, so that a slow spell of the machine meets all. */
export async function runScenario(
  scenario: Scenario,
  options: RunOptions,
): Promise<readonly Measured[]> {
  await using stack = new AsyncDisposableStack();
  const lanes: Lane[] = [];
  for (const subject of scenario.subjects) {
    options.signal.throwIfAborted();
    const contestant = stack.use(await startContestant(scenario, subject, options));
    lanes.push({ contestant, load: contestant.load, rounds: [] });
  }
  const warmUp = Math.min(WARM_UP_SECONDS, 2 * options.seconds);
  for (const lane of lanes) await stretch(lane, warmUp * lane.contestant.processes, options);
  for (let round = 0; round < options.rounds; round += 1) {
    for (const lane of inTurn(lanes, round))
      lane.rounds.push(await stretch(lane, options.seconds, options));
  }
  return lanes.map(({ contestant, rounds }) => ({ name: contestant.name, rounds }));
}

/** The order in one round: forwards and backwards in turns, so that nobody always follows the same one. */
export function inTurn<T>(all: readonly T[], round: number): readonly T[] {
  return round % 2 === 0 ? all : all.toReversed();
}

interface Lane {
  readonly contestant: Contestant;
  readonly rounds: Round[];
  /** Its chains go on where the stretch before has left them. */
  load: Contestant['load'];
}

async function stretch(lane: Lane, seconds: number, options: RunOptions): Promise<Round> {
  options.signal.throwIfAborted();
  const { pids, upstreamPids, cores, url, name } = lane.contestant;
  const drive: Drive = { url, load: lane.load, seconds };
  const otherPids = [options.generator.pid, ...withDescendants(upstreamPids)];
  const subject = meter(cpuOf(pids));
  const others = meter(busyOf(otherPids, options.pinning));
  const left = cores === null ? () => null : meter(leftTo(pids, cores));
  const driven = (await options.generator.ask(drive)) as Driven;
  const [cpu, othersCpu, leftCpu] = [subject(), others(), left()];
  const { chains, requests, errors, p50, p99 } = driven;
  if (errors.length > 0) throw new Error(`${name}: ${errors.length} errors, first ${errors[0]}`);
  lane.load = { ...lane.load, chains };
  return {
    requestsPerSecond: requests / driven.seconds,
    p50,
    p99,
    cpuMicros: cpu && (cpu * 1e6) / requests,
    rss: readUsage(pids)?.rss ?? null,
    othersBusy: othersCpu && othersCpu / driven.seconds,
    coresLeft: leftCpu && leftCpu / driven.seconds,
    cores,
    requests,
  };
}
