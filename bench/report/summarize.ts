import { OURS } from '../scenario.ts';

/** What one subject did in one round. */
export interface Round {
  readonly requestsPerSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Microseconds of processor time for one request; null where the system does not tell. */
  readonly cpuMicros: number | null;
  /** MiB at the end of the round; null where the system does not tell. */
  readonly rss: number | null;
  readonly requests: number;
  /** How busy the other side's core was with whatever; where nothing is pinned, what load generator and upstream took of one. */
  readonly othersBusy: number | null;
  /** How many cores it is to be measured on; null where that does not matter. @default null */
  readonly cores?: number | null;
  /** How much of them others left to it; null where the system does not tell. @default null */
  readonly coresLeft?: number | null;
}

/** All rounds of one subject: their medians, and the sum of their requests. */
export interface Summary extends Round {
  readonly name: string;
  /** Its throughput as a share of the floor's, round by round; as if it had had its cores to itself, where they are counted. */
  readonly ofFloor: number;
  /** How many times as fast RefreshQL is, round by round; null where it takes no part. */
  readonly ours: number | null;
  /** Its processor time for a request as a multiple of the floor's; null where the system does not tell. */
  readonly cpuOfFloor: number | null;
  /** Its 99th percentile as a multiple of the floor's. */
  readonly p99OfFloor: number;
}

interface Rounds {
  readonly name: string;
  readonly rounds: readonly Round[];
}

/** Boils the rounds down; the first subject is the floor. */
export function summarize(subjects: readonly Rounds[]): readonly Summary[] {
  const floor = subjects[0]?.rounds ?? [];
  const ours = subjects.find(({ name }) => name === OURS)?.rounds ?? null;
  return subjects.map(({ name, rounds }) => ({
    name,
    ofFloor: median(rounds.map((it, index) => capacity(it) / capacity(floor[index]))),
    ours: ours && median(rounds.map((it, index) => capacity(ours[index]) / capacity(it))),
    cpuOfFloor: medianIfKnown(rounds.map((it, index) => cpuRatio(it, floor[index]))),
    p99OfFloor: median(rounds.map((it, index) => it.p99 / (floor[index]?.p99 ?? Number.NaN))),
    requestsPerSecond: median(rounds.map((round) => round.requestsPerSecond)),
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
    cpuMicros: medianIfKnown(rounds.map((round) => round.cpuMicros)),
    rss: medianIfKnown(rounds.map((round) => round.rss)),
    othersBusy: medianIfKnown(rounds.map((round) => round.othersBusy)),
    cores: rounds[0]?.cores ?? null,
    coresLeft: medianIfKnown(rounds.map((round) => round.coresLeft ?? null)),
    requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
  }));
}

/** Requests per second; of a subject that had to share its cores, what it would do if it had them to itself. */
function capacity(round: Round | undefined): number {
  if (round === undefined) return Number.NaN;
  const { requestsPerSecond, cores = null, coresLeft = null } = round;
  if (cores === null || coresLeft === null) return requestsPerSecond;
  return (requestsPerSecond * cores) / coresLeft;
}

function cpuRatio(round: Round, floor: Round | undefined): number | null {
  const [own, floors] = [round.cpuMicros, floor?.cpuMicros ?? null];
  return own === null || floors === null ? null : own / floors;
}

/** The middle value, or the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return ((low ?? Number.NaN) + (high ?? Number.NaN)) / 2;
}

function medianIfKnown(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : median(known);
}
