import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const PROGRAM = join(import.meta.dirname, 'socketHolder.ts');
/** Descriptors that a process needs beside its connections. */
const OTHERS = 1000;

/** Connections that stay open, half of them silent and half within their headers. */
export interface HeldSockets extends AsyncDisposable {
  /** How many the server has not closed. */
  open(): Promise<number>;
}

/** Holds connections to a server from a process of its own, which has descriptors of its own. */
export async function holdSockets(url: string, count: number): Promise<HeldSockets> {
  const child = fork(PROGRAM, [url, `${count}`], { execArgv: [] });
  const exited = once(child, 'exit');
  const ended = exited.then(() => Promise.reject(new Error('The connections are gone.')));
  ended.catch(() => {});
  const told = async () => {
    const [open] = await Promise.race([once(child, 'message'), ended]);
    return Number(open);
  };
  await told();
  return {
    open() {
      child.send('open');
      return told();
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await exited;
    },
  };
}

/** As many connections as one process may hold, `wanted` at the most. */
export function heldByOne(wanted: number): number {
  const { userLimits } = process.report.getReport() as Report;
  const limit = Number(userLimits?.open_files.soft);
  return Number.isNaN(limit) ? wanted : Math.min(wanted, Math.max(0, limit - OTHERS));
}

/** What Node reports of the limits of this process; a limit may be a word that says there is none. */
interface Report {
  readonly userLimits?: { readonly open_files: { readonly soft: string | number } };
}
