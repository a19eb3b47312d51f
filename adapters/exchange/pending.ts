/** How much work is under way. */
export interface Pending {
  /** Counts work until it has ended, one way or the other. */
  add(work: Promise<unknown>): void;
  /** Resolves when there is none, that which begins meanwhile included. */
  none(): Promise<void>;
}

/** Counts only: a set of promises would outlive what they stand for (see `createRoster`). */
export function createPending(): Pending {
  let count = 0;
  let waiting: (() => void)[] = [];
  const end = () => {
    count -= 1;
    if (count > 0) return;
    const told = waiting;
    waiting = [];
    for (const tell of told) tell();
  };
  return {
    add(work) {
      count += 1;
      work.then(end, end);
    },
    async none() {
      while (count > 0) await new Promise<void>((resolve) => void waiting.push(resolve));
    },
  };
}
