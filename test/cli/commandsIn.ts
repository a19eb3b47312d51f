import { join } from 'node:path';
import { runCommand } from '../../server/cli/runCommand.ts';
import type { Ended } from '../support/runProgram.ts';

/** The commands over one directory and environment, in this process; what they are given to read comes last. */
export function commandsIn(directory: string, env: Readonly<Record<string, string>> = {}) {
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
      now: Date.now,
      sources: { env: { DATA_DIR: join(directory, 'data'), ...env }, directory },
    });
    return { code, stdout, stderr };
  };
}
