import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A program in a process of its own. */
export interface Process extends AsyncDisposable {
  /** Where it says that it listens. */
  readonly url: string;
  /** Everything it has printed so far. */
  output(): string;
}

/** Starts a module on Node and waits until it prints where it listens. */
export async function startProcess(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): Promise<Process> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  let printed = '';
  const url = await new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      printed += chunk;
      const found = /listen(?:s|ing) on (http:\/\/[\w.:]+)/i.exec(printed)?.[1];
      if (found !== undefined) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    exited.then(() => reject(new Error(`${args[0]} ended: ${printed}`)));
  });
  return {
    url,
    output: () => printed,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** Runs a module to its end; fails where it does, or prints to standard error. */
export async function runModule(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'] ?? '', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0 || complaint !== '') throw new Error(`${args[0]}: ${complaint}`);
}

/** A port for programs that cannot choose one themselves. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return String(port);
}
