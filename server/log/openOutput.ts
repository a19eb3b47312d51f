import { type DestinationStream, destination } from 'pino';

/** Where lines go: an open file, or one to be opened. */
export interface OutputOptions {
  /** A file descriptor, or a path. */
  readonly dest: number | string;
  /** Bytes that are written at a time. @default 16384 */
  readonly maxWrite?: number;
}

/** A place for lines, which are written without blocking; what is left is written at exit. */
export interface Output extends DestinationStream {
  flush(done?: (cause?: Error) => void): void;
}

/** Bytes that are worth a write of their own. */
const MIN_WRITE = 4000;
/** Milliseconds that a line waits for others at the most: each write takes as long as a dozen lines. */
const PATIENCE = 50;

/** Opens an output. It takes bytes inside: of texts, SonicBoom measures all that waits anew with each line. */
export function openOutput({ dest, maxWrite }: OutputOptions): Output {
  const stream = destination({
    ...{ dest, sync: false, contentMode: 'buffer', minLength: MIN_WRITE },
    ...(maxWrite && { maxWrite }),
  });
  // Its type knows texts only.
  const bytes = stream as unknown as { write(line: Buffer): void };
  let waiting = false;
  const flushSoon = () => {
    if (waiting) return;
    waiting = true;
    const flush = () => {
      waiting = false;
      stream.flush();
    };
    setTimeout(flush, PATIENCE).unref();
  };
  return {
    write(line) {
      bytes.write(Buffer.from(line));
      flushSoon();
    },
    flush: (done) => stream.flush(done),
  };
}
