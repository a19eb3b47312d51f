import { describe, expect, it } from 'vitest';
import { createRestarts, type Restarts } from '../../server/workers/restarts.ts';

/** Ends a worker as often, a second apart; gives what follows each time. */
const failures = (restarts: Restarts, worker: number, count: number, from = 0) =>
  Array.from({ length: count }, (_, s) => restarts.next(worker, from + s * 1000));

/** The same for a worker that listens before each end. */
function crashes(restarts: Restarts, worker: number, count: number, from = 0) {
  return Array.from({ length: count }, (_, s) => {
    restarts.listens(worker);
    return restarts.next(worker, from + s * 1000);
  });
}

const EVER_LATER = [0, 250, 500, 1000, 2000];

describe('a worker that ends', () => {
  it('after it listened is started again at once, then ever later, and not after five ends within a minute', () => {
    const restarts = createRestarts(2);
    restarts.listens(1);
    expect(crashes(restarts, 2, 6)).toEqual([...EVER_LATER, null]);
  });

  it('is forgiven an end after a minute', () => {
    const restarts = createRestarts(1);
    const at = (now: number) => crashes(restarts, 1, 1, now)[0];
    expect([0, 60_000, 120_000].map(at)).toEqual([0, 0, 0]);
    expect(at(179_999)).toBe(250);
  });

  it('before it listens is tried again with the last delay for as long as another one listens', () => {
    const restarts = createRestarts(2);
    restarts.listens(1);
    expect(failures(restarts, 2, 8)).toEqual([...EVER_LATER, 2000, 2000, 2000]);
  });

  it('before it listens is not tried for long where no other one listens', () => {
    expect(failures(createRestarts(1), 1, 6)).toEqual([...EVER_LATER, null]);
  });

  it('leaves the others their own tries', () => {
    const restarts = createRestarts(2);
    restarts.listens(1);
    failures(restarts, 2, 8);
    expect(restarts.next(1, 8000)).toBe(0);
    expect(restarts.next(2, 8000)).toBe(2000);
    expect(failures(restarts, 1, 6, 9000)).toEqual([...EVER_LATER, null]);
  });

  it('is forgiven all failed starts when it listens', () => {
    const restarts = createRestarts(2);
    restarts.listens(1);
    failures(restarts, 2, 8);
    expect(crashes(restarts, 2, 1, 8000)).toEqual([0]);
    expect(restarts.next(2, 9000)).toBe(0);
  });
});
