import { parseArgs } from 'node:util';
import { whole } from '../readNumber.ts';

/** What the command line asks for. */
export interface LifeOptions {
  /** How many each scenario answers. */
  readonly requests: number;
  readonly connections: number;
  /** Nothing is to be run. */
  readonly help: boolean;
}

/** How it is called. */
export const LIFE_USAGE = `Usage: npm run bench:life -- [options]

  --requests N     refreshes of each kind, native and forwarded (1000000)
  --connections N  chains, each over a connection of its own (48)
  --help           print this
`;

const OPTIONS = {
  requests: { type: 'string', default: '1000000' },
  connections: { type: 'string', default: '48' },
  help: { type: 'boolean', default: false },
} as const;

const MOST_REQUESTS = 1_000_000_000;

/** Reads the command line; throws a sentence where it makes no sense. */
export function readLifeOptions(args: readonly string[]): LifeOptions {
  const { values } = parseArgs({ args: [...args], options: OPTIONS });
  return {
    requests: whole('--requests', values.requests, MOST_REQUESTS),
    connections: whole('--connections', values.connections),
    help: values.help,
  };
}
