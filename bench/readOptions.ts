import { parseArgs } from 'node:util';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';

/** What the command line asks for. */
export interface BenchOptions {
  readonly scenarios: readonly Scenario[];
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** File for the results as JSON. */
  readonly json: string | null;
  /** File for a chart. */
  readonly svg: string | null;
  /** Whether the programs of bench/peers take part. */
  readonly peers: boolean;
  /** Directory for CPU profiles of the subjects. */
  readonly profile: string | null;
  /** Nothing is to be run. */
  readonly help: boolean;
}

/** How the benchmark is called. */
export const USAGE = `Usage: npm run bench -- [options] [scenario…]

  --rounds N       rounds of each scenario (3)
  --seconds N      seconds of each subject in each round (3)
  --connections N  chains, each over a connection of its own (48)
  --peers          set RefreshQL against other servers too, which are installed for it (550 MB)
  --json FILE      write everything that was measured
  --svg FILE       draw the ratios as a chart
  --profile DIR    write a CPU profile of each subject, which slows it down
  --help           print this

Scenarios, all unless some are named, by their names or by how several begin:
${SCENARIOS.map(({ id, title }) => `  ${id.padEnd(25)}${title}\n`).join('')}`;

const OPTIONS = {
  rounds: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '3' },
  connections: { type: 'string', default: '48' },
  json: { type: 'string' },
  svg: { type: 'string' },
  peers: { type: 'boolean', default: false },
  profile: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

/** Reads the command line; null where it makes no sense. */
export function readOptions(args: readonly string[]): BenchOptions | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: OPTIONS,
      allowPositionals: true,
    });
    return {
      scenarios: choose(positionals).map((it) => (values.peers ? it : withoutPeers(it))),
      rounds: whole(values.rounds),
      seconds: positive(values.seconds),
      connections: whole(values.connections),
      json: values.json ?? null,
      svg: values.svg ?? null,
      peers: values.peers,
      profile: values.profile ?? null,
      help: values.help,
    };
  } catch {
    return null;
  }
}

function choose(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return SCENARIOS;
  const of = (name: string) => {
    const exact = SCENARIOS.filter(({ id }) => id === name);
    return exact.length > 0 ? exact : SCENARIOS.filter(({ id }) => id.startsWith(name));
  };
  if (names.some((name) => of(name).length === 0)) throw new RangeError('No such scenario.');
  return SCENARIOS.filter((scenario) => names.some((name) => of(name).includes(scenario)));
}

function withoutPeers(scenario: Scenario): Scenario {
  return { ...scenario, subjects: scenario.subjects.filter(({ peer }) => peer !== true) };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 3600)) throw new RangeError('Not a positive number.');
  return value;
}

function whole(text: string): number {
  const value = positive(text);
  if (!Number.isInteger(value)) throw new RangeError('Not a whole number.');
  return value;
}
