/** Decides when a process that has ended is started again. */
export interface Restarts {
  /** Milliseconds to wait before the start after an end at `now` (ms); null where it ends too often to go on. */
  next(now: number): number | null;
}

/** The first restart is at once: most crashes are single ones. */
const DELAYS = [0, 250, 500, 1000, 2000];

/** Milliseconds for which an end counts. */
const MEMORY = 60_000;

/** The restarts of one process: ever later while it goes on to end, and none after five of them within a minute. */
export function createRestarts(): Restarts {
  let ends: readonly number[] = [];
  return {
    next(now) {
      const recent = ends.filter((at) => now - at < MEMORY);
      ends = [...recent, now];
      return DELAYS[recent.length] ?? null;
    },
  };
}
