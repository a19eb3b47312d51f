/** Decides when processes that have ended are started again; knows them by their number, from 1 on. */
export interface Restarts {
  /** Says that a process serves. */
  listens(worker: number): void;
  /** Milliseconds to wait before the start after its end at `now` (ms); null where all are to be given up. */
  next(worker: number, now: number): number | null;
}

/** The first restart is at once: most crashes are single ones. */
const DELAYS = [0, 250, 500, 1000, 2000];
const LAST_DELAY = 2000;

/** Milliseconds for which an end counts. */
const MEMORY = 60_000;

/** What is known of one process: whether it serves, and when it ended. */
interface History {
  listens: boolean;
  /** Ends after it had listened. */
  crashes: readonly number[];
  /** Ends before it listened, since it last did. */
  failures: readonly number[];
}

/**
 * Restarts ever later while a process goes on to end. All are given up at the sixth crash of one within a minute, or when
 * none listens and each has failed to start so often: one that cannot start now may be able to when its store is back.
 */
export function createRestarts(count: number): Restarts {
  const histories = Array.from(
    { length: count },
    (): History => ({ listens: false, crashes: [], failures: [] }),
  );
  const of = (worker: number) => histories[worker - 1] as History;

  function afterCrash(it: History, now: number): number | null {
    it.listens = false;
    it.crashes = [...recent(it.crashes, now), now];
    return DELAYS[it.crashes.length - 1] ?? null;
  }

  function afterFailure(it: History, now: number): number | null {
    it.failures = [...recent(it.failures, now), now];
    const hopeless = histories.every((other) => isHopeless(other, now));
    return hopeless ? null : (DELAYS[it.failures.length - 1] ?? LAST_DELAY);
  }

  return {
    listens(worker) {
      of(worker).listens = true;
      of(worker).failures = [];
    },
    next(worker, now) {
      const it = of(worker);
      return it.listens ? afterCrash(it, now) : afterFailure(it, now);
    },
  };
}

function isHopeless({ listens, failures }: History, now: number): boolean {
  return !listens && recent(failures, now).length > DELAYS.length;
}

function recent(ends: readonly number[], now: number): readonly number[] {
  return ends.filter((at) => now - at < MEMORY);
}
