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
  /** The share of one core that load generator and upstream took; null where the system does not tell. */
  readonly othersBusy: number | null;
}

/** All rounds of one subject: their medians, and the sum of their requests. */
export interface Summary extends Round {
  readonly name: string;
  /** Its throughput as a share of the floor's, round by round. */
  readonly ofFloor: number;
}

interface Rounds {
  readonly name: string;
  readonly rounds: readonly Round[];
}

/** Boils the rounds down; the first subject is the floor. */
export function summarize(subjects: readonly Rounds[]): readonly Summary[] {
  const floor = subjects[0]?.rounds ?? [];
  return subjects.map(({ name, rounds }) => ({
    name,
    ofFloor: median(rounds.map((round, index) => share(round, floor[index]))),
    requestsPerSecond: median(rounds.map((round) => round.requestsPerSecond)),
    p50: median(rounds.map((round) => round.p50)),
    p99: median(rounds.map((round) => round.p99)),
    cpuMicros: medianIfKnown(rounds.map((round) => round.cpuMicros)),
    rss: medianIfKnown(rounds.map((round) => round.rss)),
    othersBusy: medianIfKnown(rounds.map((round) => round.othersBusy)),
    requests: rounds.reduce((sum, { requests }) => sum + requests, 0),
  }));
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

function share(round: Round, floor: Round | undefined): number {
  return round.requestsPerSecond / (floor?.requestsPerSecond ?? Number.NaN);
}
