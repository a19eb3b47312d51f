import { type DestinationStream, destination } from 'pino';

/** Where lines go: an open file, or one to be opened. */
export interface OutputOptions {
  /** A file descriptor, or a path. */
  readonly dest: number | string;
  /** Bytes that are written at a time, always in whole lines. @default 65536 */
  readonly maxWrite?: number;
}

/** A place for lines, which are written without blocking; what is left is written at exit. */
export interface Output extends DestinationStream {
  flush(done?: (cause?: Error) => void): void;
}

const NEWLINE = 10;
/** Characters that are worth a write of their own. */
const MIN_WRITE = 4000;
/** Milliseconds that a line waits for others at the most: each write takes as long as a dozen lines. */
const PATIENCE = 50;

/** Opens an output. It puts lines together as text and makes bytes of many at once, which takes a tenth as long. */
export function openOutput({ dest, maxWrite = 65_536 }: OutputOptions): Output {
  const stream = destination({
    ...{ dest, sync: false, contentMode: 'buffer', minLength: 1, maxWrite },
  });
  // Its type knows texts only, and not that its options may be changed.
  const bytes = stream as unknown as { write(lines: Buffer): void; minLength: number };
  // With room for one more line.
  const enough = Math.min(MIN_WRITE, maxWrite - 500);
  let lines = '';
  let waiting = false;
  let writing = false;
  const handOver = () => {
    if (lines === '') return;
    writing = true;
    const all = Buffer.from(lines);
    lines = '';
    for (const piece of wholeLines(all, maxWrite)) bytes.write(piece);
  };
  const handOverSoon = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => {
      waiting = false;
      handOver();
    }, PATIENCE).unref();
  };
  // Bytes that wait for a write grow old, and stay until a full collection; text that waits is one piece when its turn comes.
  stream.on('drain', () => {
    writing = false;
    if (lines.length >= enough) handOver();
  });
  // Before the stream writes what it has been handed; a write that it began now would not be waited for.
  process.prependListener('exit', () => {
    bytes.minLength = Number.POSITIVE_INFINITY;
    handOver();
  });
  return {
    write(line) {
      lines += line;
      if (lines.length >= enough && !writing) handOver();
      else handOverSoon();
    },
    flush(done) {
      handOver();
      stream.flush(done);
    },
  };
}

/** The bytes in pieces of at most `max`, each of whole lines; a line that is longer is a piece of its own. */
function wholeLines(bytes: Buffer, max: number): readonly Buffer[] {
  if (bytes.length <= max) return [bytes];
  const last = bytes.lastIndexOf(NEWLINE, max - 1);
  const end = (last === -1 ? bytes.indexOf(NEWLINE) : last) + 1;
  if (end === 0 || end === bytes.length) return [bytes];
  return [bytes.subarray(0, end), ...wholeLines(bytes.subarray(end), max)];
}
