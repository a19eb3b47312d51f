import { type DestinationStream, destination } from 'pino';
import { timeMember } from './timeMember.ts';
import { wholeLines } from './wholeLines.ts';
import { writeNow } from './writeNow.ts';

/** Where lines go: an open file, or one to be opened. */
export interface OutputOptions {
  /** A file descriptor, or a path. */
  readonly dest: number | string;
  /** Bytes that are written at a time, always in whole lines. @default 65536 */
  readonly maxWrite?: number;
  /** Characters that may wait; lines beyond are counted and dropped. @default 16777216 */
  readonly maxWaiting?: number;
}

/** A place for lines, which are written without blocking; what is left is written at exit. */
export interface Output extends DestinationStream {
  /** Calls back once all that was written before is out, or cannot be. */
  flush(done?: () => void): void;
}

/** Characters that are worth a write of their own. */
const MIN_WRITE = 4000;
/** Milliseconds that a line waits for others at the most: each write takes as long as a dozen lines. */
const PATIENCE = 50;
/** Milliseconds after a write that failed. */
const PAUSE = 1000;

/**
 * Opens an output. Lines wait as text and become bytes, many at once, when their write begins: bytes that wait for a write
 * outlive the collections of young objects. A full disk or a reader that stands still costs lines, and nothing else.
 */
export function openOutput(options: OutputOptions): Output {
  const { dest, maxWrite = 65_536, maxWaiting = 16 * 1024 * 1024 } = options;
  const stream = destination({ dest, sync: false, contentMode: 'buffer', minLength: 1, maxWrite });
  // Its type knows texts only.
  const bytes = stream as unknown as { write(piece: Buffer): void; readonly fd: number };
  // With room for one more line.
  const enough = Math.min(MIN_WRITE, maxWrite - 500);
  const flushed: (() => void)[] = [];
  let state: 'idle' | 'writing' | 'failed' | 'closed' = 'idle';
  let pieces: Buffer[] = [];
  let lines = '';
  let dropped = 0;
  let isTimed = false;
  let isDue = false;

  function takeLines(): void {
    if (dropped > 0)
      lines += `{"level":"warn"${timeMember()},"count":${dropped},"msg":"log.dropped"}\n`;
    pieces = wholeLines(Buffer.from(lines), maxWrite);
    [lines, dropped, isDue] = ['', 0, false];
  }

  function goOn(): void {
    state = 'idle';
    const isWorthIt = isDue || flushed.length > 0 || lines.length >= enough;
    if (pieces.length === 0 && isWorthIt) takeLines();
    const piece = pieces.shift();
    if (piece === undefined) {
      answerFlushes();
      return;
    }
    state = 'writing';
    bytes.write(piece);
  }

  function answerFlushes(): void {
    for (const done of flushed.splice(0)) done();
  }

  function goOnSoon(): void {
    if (isTimed) return;
    isTimed = true;
    setTimeout(() => {
      isTimed = false;
      isDue = true;
      if (state === 'idle') goOn();
    }, PATIENCE).unref();
  }

  function fail({ code }: NodeJS.ErrnoException): void {
    // It may be told twice.
    const isFirst = state === 'writing';
    state = code === 'EPIPE' ? 'closed' : 'failed';
    answerFlushes();
    if (isFirst && state === 'failed') setTimeout(tryAgain, PAUSE).unref();
  }

  /** The stream has kept the piece that failed. */
  function tryAgain(): void {
    state = 'writing';
    stream.flush();
  }

  stream.on('drain', goOn);
  stream.on('error', fail);
  process.prependListener('exit', () => {
    // Its own last try would go on for ever where the disk is full.
    if (state === 'failed') stream.destroy();
    if (state === 'closed' || bytes.fd < 0) return;
    for (const piece of pieces) writeNow(bytes.fd, piece);
    takeLines();
    for (const piece of pieces) writeNow(bytes.fd, piece);
  });

  return {
    write(line) {
      if (state === 'closed') return;
      if (lines.length < maxWaiting) lines += line;
      else dropped += 1;
      if (state === 'idle' && lines.length >= enough) goOn();
      else goOnSoon();
    },
    flush(done = () => {}) {
      if (state === 'failed' || state === 'closed') return done();
      flushed.push(done);
      if (state === 'idle') goOn();
    },
  };
}
