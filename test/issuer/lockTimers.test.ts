import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { systemLockTimers } from '../../issuer/store/sqlite/lockTimers.ts';

describe('a process that waits for the lock of another one', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setImmediate'] }));
  afterEach(() => void vi.useRealTimers());

  const isNextTurn = (waited: number, commitTime: number) => {
    const retry = vi.fn();
    systemLockTimers.soon(retry, waited, commitTime);
    vi.advanceTimersByTime(0);
    const isSoon = retry.mock.calls.length === 1;
    vi.advanceTimersByTime(2);
    expect(retry).toHaveBeenCalledOnce();
    return isSoon;
  };

  it('looks for it in the next turn as long as a commit takes, 3 ms at the most', () => {
    expect(isNextTurn(0, 0.2)).toBe(true);
    expect(isNextTurn(0.2, 0.2)).toBe(false);
    expect(isNextTurn(2.9, 50)).toBe(true);
    expect(isNextTurn(3, 50)).toBe(false);
  });
});
