import { join } from 'node:path';
import { runCommand } from '../../server/cli/runCommand.ts';
import { closedUrl } from '../support/faultServer.ts';
import type { Ended } from '../support/runProgram.ts';

/** The commands over one directory, environment and clock, in this process; what they are given to read comes last. */
export function commandsIn(
  directory: string,
  env: Readonly<Record<string, string>> = {},
  now: () => number = Date.now,
) {
  return async (args: readonly string[], input = ''): Promise<Ended> => {
    let [stdout, stderr] = ['', ''];
    const code = await runCommand(args, {
      print: (text) => {
        stdout += text;
      },
      warn: (text) => {
        stderr += text;
      },
      readInput: async (limit) => input.slice(0, limit),
      now,
      sources: { env: { DATA_DIR: join(directory, 'data'), ...env }, directory },
    });
    return { code, stdout, stderr };
  };
}

/** Upstreams that no request of a test leaves the machine for. */
export async function offline() {
  const url = await closedUrl();
  return { WALLETKIT_TESTNET_URL: url, WALLETKIT_MAINNET_URL: url };
}
