import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createGathering } from '../../issuer/store/gathering.ts';

describe('gathering jobs for a batch', () => {
  it('waits while each turn brings more, and no longer', () => {
    const waits = createGathering();
    expect([1, 5, 5].map(waits)).toEqual([true, true, false]);
    expect([1, 1].map(waits)).toEqual([true, false]);
  });

  it('never waits more than four turns in a row, however many come', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(300), { minLength: 1 }), (counts) => {
        const waits = createGathering();
        const row = counts.map((count) => (waits(count) ? 'w' : '.')).join('');
        expect(row).not.toContain('wwwww');
      }),
    );
  });
});
