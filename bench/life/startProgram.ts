import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Pinning } from '../process/pinning.ts';
import { startOptions } from '../process/startOptions.ts';

/** Where the program is started again and again. */
export interface ProgramPlace {
  /** For directories of its own. */
  readonly dir: string;
  readonly pinning: Pinning;
  /** Ends the measurement. */
  readonly signal: AbortSignal;
}

/** The program as `npm start` runs it, in a directory of its own. */
export interface StartedProgram extends AsyncDisposable {
  readonly pid: number;
  /** Milliseconds from its start until it listened. */
  readonly startMs: number;
}

const BIN = join(import.meta.dirname, '../../bin/refreshql.js');

/** Starts the program and waits until it listens; `env` is added to an environment without settings. */
export async function startProgram(
  cwd: string,
  pinning: Pinning,
  env: Readonly<Record<string, string>> = {},
): Promise<StartedProgram> {
  const words = [...pinning.prefix('subject'), process.execPath, ...startOptions(), BIN];
  const [command = '', ...args] = words;
  const startedAt = performance.now();
  const child = spawn(command, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await listening(child);
  const startMs = performance.now() - startedAt;
  return { pid: child.pid ?? 0, startMs, [Symbol.asyncDispose]: () => end(child) };
}

async function listening(child: ChildProcess): Promise<void> {
  if (child.stdout === null) throw new TypeError('The output of the program is not piped.');
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('listens on ')) continue;
    child.stdout.resume();
    return;
  }
  throw new Error('The program has ended instead of listening.');
}

async function end(child: ChildProcess): Promise<void> {
  // Ctrl-C ends it too.
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
