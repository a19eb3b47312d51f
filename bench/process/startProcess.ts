import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { parse } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Pinning, Side } from './pinning.ts';

/** A program of the benchmark that runs, and answers in lines of JSON. */
export interface RunningProcess<Ready> extends AsyncDisposable {
  readonly pid: number;
  /** Its first line. */
  readonly ready: Ready;
  /** Sends a line and waits for the next one; rejects where the program ends instead. */
  ask(message: object): Promise<unknown>;
}

/** How a program is started. */
export interface ProcessOptions {
  /** Path from bench/. */
  readonly entry: string;
  readonly side: Side;
  readonly pinning: Pinning;
  /** Handed over as its one argument. @default {} */
  readonly argument?: object;
  /** Options of Node. @default none */
  readonly nodeOptions?: readonly string[];
  /** Names to be added to the environment. @default none */
  readonly env?: Readonly<Record<string, string>>;
  /** File that a CPU profile is written to when it ends. @default none is taken */
  readonly profile?: string | undefined;
}

/** Milliseconds a program gets to end once its input has ended. */
const FAREWELL = 5000;

/** Starts a program and waits for its first line; rejects where it ends before that. */
export async function startProcess<Ready>(options: ProcessOptions): Promise<RunningProcess<Ready>> {
  const child = launch(options);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${options.entry} has ended unexpectedly.`);
    return JSON.parse(value);
  };
  return {
    pid: child.pid ?? 0,
    ready: (await next()) as Ready,
    ask(message) {
      child.stdin.write(`${JSON.stringify(message)}\n`);
      return next();
    },
    [Symbol.asyncDispose]: () => end(child),
  };
}

function launch({
  entry,
  side,
  pinning,
  argument = {},
  nodeOptions = [],
  env = {},
  profile,
}: ProcessOptions) {
  const file = fileURLToPath(new URL(`../${entry}`, import.meta.url));
  const node = [...nodeOptions, ...profiling(profile), file, JSON.stringify(argument)];
  const [command = '', ...args] = [...pinning.prefix(side), process.execPath, ...node];
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Ctrl-C is for the benchmark alone: it ends its programs in order, and they end with their input if it is killed.
    detached: true,
    // Libraries check less in production; it is how everything measured here would be run.
    env: { ...process.env, NODE_ENV: 'production', ...env },
  });
  // A program that is gone is noticed by the line that does not come.
  child.stdin.on('error', () => {});
  return child;
}

function profiling(file: string | undefined): readonly string[] {
  if (file === undefined) return [];
  const { dir, base } = parse(file);
  return ['--cpu-prof', `--cpu-prof-dir=${dir}`, `--cpu-prof-name=${base}`];
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), FAREWELL);
  child.stdin?.end();
  await ended;
  clearTimeout(timer);
}
