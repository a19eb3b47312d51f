let waiting: (() => void)[] = [];
let inBatch = false;

/**
 * Runs work when this turn of the event loop has nothing else left to do: after all requests that were read in it, or after all
 * that a batch has answered (`answerTogether`). Work must not throw.
 */
export function atEndOfTurn(work: () => void): void {
  if (waiting.length === 0 && !inBatch) setImmediate(end);
  waiting.push(work);
}

/**
 * Resolves the promises of a batch. What their callers leave for the end of the turn is done as soon as all of them have gone
 * on, and not a whole turn later: those who wait would come back in two halves, and each batch would be half as large.
 */
export function answerTogether(answer: () => void): void {
  inBatch = true;
  try {
    answer();
  } finally {
    // A tick that is asked for by a microtask comes when there are no microtasks left.
    queueMicrotask(() => process.nextTick(end));
  }
}

function end(): void {
  inBatch = false;
  const all = waiting;
  waiting = [];
  for (const work of all) work();
}
