import { parseArgs } from 'node:util';
import { positive, whole } from './readNumber.ts';
import { OURS, type Scenario } from './scenario.ts';
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
  --profile DIR    write a CPU profile of each subject, which slows it down; none of the workers of scale
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

/** Reads the command line; throws a sentence where it makes no sense. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: OPTIONS,
    allowPositionals: true,
  });
  const scenarios = choose(positionals).map((it) => (values.peers ? it : withoutPeers(it)));
  if (values.svg !== undefined) demandDrawn(scenarios);
  return {
    scenarios,
    rounds: whole('--rounds', values.rounds),
    seconds: positive('--seconds', values.seconds),
    connections: whole('--connections', values.connections),
    json: values.json ?? null,
    svg: values.svg ?? null,
    peers: values.peers,
    profile: values.profile ?? null,
    help: values.help,
  };
}

function choose(names: readonly string[]): readonly Scenario[] {
  if (names.length === 0) return SCENARIOS;
  const of = (name: string) => {
    const exact = SCENARIOS.filter(({ id }) => id === name);
    return exact.length > 0 ? exact : SCENARIOS.filter(({ id }) => id.startsWith(name));
  };
  const unknown = names.find((name) => of(name).length === 0);
  if (unknown !== undefined) throw new RangeError(`There is no scenario "${unknown}".`);
  return SCENARIOS.filter((scenario) => names.some((name) => of(name).includes(scenario)));
}

function withoutPeers(scenario: Scenario): Scenario {
  return { ...scenario, subjects: scenario.subjects.filter(({ peer }) => peer !== true) };
}

function demandDrawn(scenarios: readonly Scenario[]): void {
  const drawn = scenarios.filter(({ subjects }) => subjects.some(({ name }) => name === OURS));
  if (drawn.length > 0) return;
  const ids = scenarios.map(({ id }) => id).join(', ');
  throw new RangeError(`--svg draws only scenarios with ${OURS} among their subjects, not ${ids}.`);
}
