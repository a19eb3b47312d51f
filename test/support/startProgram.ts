import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const BIN = join(import.meta.dirname, '../../bin/refreshql.js');

/** The program as its users start it, in a process of its own. */
export interface Program extends AsyncDisposable {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything it has printed so far. */
  output(): string;
  /** Sends a signal and waits for the end; gives the exit code, or null where the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the program, or a copy of it, and waits until it says where it listens. */
export async function startProgram(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
  nodeOptions: readonly string[] = [],
  bin = BIN,
): Promise<Program> {
  const child = spawn(process.execPath, [...nodeOptions, bin, ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // What it printed at last may be read after its exit.
  const closed = once(child, 'close');
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      const found = /listens on (http:\S+)\/graphql/.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    closed.then(() => reject(new Error(`The program ended: ${printed}`)));
  });
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await closed;
    return child.exitCode;
  };
  const asyncDispose = async () => {
    await stop('SIGKILL');
  };
  return { url, child, output: () => printed, stop, [Symbol.asyncDispose]: asyncDispose };
}
