import { runCommand } from './cli/runCommand.ts';
import { processTerminal } from './cli/terminal.ts';

/** Runs the program. The exit code is set, not taken: what is being written is written out. */
export async function main(argv: readonly string[]): Promise<void> {
  process.exitCode = await runCommand(argv, processTerminal());
}
