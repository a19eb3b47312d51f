import { writeSync } from 'node:fs';

/** How often, and after how many milliseconds, a place that takes nothing just now is asked again. */
const TRIES = 100;
const PAUSE = 10;

/** Writes all bytes before it returns, for a process that ends; gives up where they cannot be written. */
export function writeNow(fd: number, bytes: Buffer): void {
  let left = bytes;
  for (let tries = 0; left.length > 0 && tries < TRIES; ) {
    try {
      left = left.subarray(writeSync(fd, left));
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      tries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
