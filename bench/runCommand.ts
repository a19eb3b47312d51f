/** A program of the command line. */
export interface Command<Options> {
  /** How it is called. */
  readonly usage: string;
  /** Throws a sentence where the command line makes no sense. */
  read(args: readonly string[]): Options;
  /** `signal` asks it to end in order, so that nothing is left behind. */
  run(options: Options, signal: AbortSignal): Promise<void>;
}

/** Runs it; prints how it is called where that is asked for, or is needed (exit code 2); tells why it has failed (1). */
export async function runCommand<Options extends { readonly help: boolean }>(
  command: Command<Options>,
): Promise<void> {
  const options = readOrExplain(command);
  if (options === null) return;
  if (options.help) return console.log(command.usage);
  const signal = interruption();
  try {
    await command.run(options, signal);
  } catch (cause) {
    // What a signal breaks off may fail in words of its own.
    const { message }: Error = signal.aborted ? signal.reason : cause;
    console.error(`\nThe benchmark has failed: ${message}`);
    process.exitCode = 1;
  }
}

function readOrExplain<Options>({ read, usage }: Command<Options>): Options | null {
  try {
    return read(process.argv.slice(2));
  } catch (cause) {
    console.error(`${(cause as Error).message}\n\n${usage}`);
    process.exitCode = 2;
    return null;
  }
}

/** Aborted by the first signal; npm sends Ctrl-C once more, which must not end the process before it has cleaned up. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => controller.abort(new Error('it was interrupted.')));
  }
  return controller.signal;
}
