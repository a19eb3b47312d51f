import type { LoadOptions } from '../config.ts';

/** Where commands read and write. */
export interface Terminal {
  /** Writes text to standard output as it is. */
  print(text: string): void;
  /** Writes text to standard error as it is. */
  warn(text: string): void;
  /** Everything that standard input holds, at most `limit` bytes of it. */
  readInput(limit: number): Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Where the configuration is read from. */
  readonly sources: Pick<LoadOptions, 'env' | 'directory'>;
}

/** The terminal of this process. A reader that goes away early ends the writing, not with a stack trace. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endOnBrokenPipe);
  return {
    print: (text) => void process.stdout.write(text),
    warn: (text) => void process.stderr.write(text),
    readInput,
    now: Date.now,
    sources: {},
  };
}

function endOnBrokenPipe(cause: NodeJS.ErrnoException): void {
  if (cause.code !== 'EPIPE') throw cause;
}

async function readInput(limit: number): Promise<string> {
  if (process.stdin.isTTY) process.stderr.write('Paste the token and press Ctrl-D:\n');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks).toString('utf8').slice(0, limit);
}
