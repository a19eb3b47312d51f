import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRoster } from '../../adapters/roster.ts';

describe('a roster', () => {
  it('has as members those who entered and have not left, whoever came and went', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (steps) => {
        const roster = createRoster<number>();
        const present = new Map<number, number>();
        for (const [step, enters] of steps.entries()) {
          const [oldest] = present;
          if (enters || oldest === undefined) present.set(step, roster.enter(step));
          else {
            roster.leave(oldest[1]);
            present.delete(oldest[0]);
          }
        }
        expect(new Set(roster.members())).toEqual(new Set(present.keys()));
      }),
    );
  });

  it('gives the places of those who left to others', () => {
    const roster = createRoster<string>();
    const place = roster.enter('a');
    roster.leave(place);
    expect(roster.enter('b')).toBe(place);
  });
});
