import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyedRoster } from '../../adapters/keyedRoster.ts';

describe('a keyed roster', () => {
  it('answers as a Map does, whoever came and went', () => {
    const step = fc.record({ key: fc.constantFrom('a', 'b', 'c'), sets: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        const roster = createKeyedRoster<number>();
        const model = new Map<string, number>();
        for (const [member, { key, sets }] of steps.entries()) {
          if (sets) roster.set(key, member);
          else roster.delete(key);
          if (sets) model.set(key, member);
          else model.delete(key);
          expect(roster.get(key)).toBe(model.get(key) ?? null);
        }
        expect(new Set(roster.members())).toEqual(new Set(model.values()));
      }),
    );
  });
});
