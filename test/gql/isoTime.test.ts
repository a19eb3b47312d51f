import fc from 'fast-check';
import { GraphQLDateTimeISO } from 'graphql-scalars';
import { describe, expect, it } from 'vitest';
import { isoTime } from '../../schema/isoTime.ts';

const LAST = 8_640_000_000_000_000;

describe('a time in RFC 3339', () => {
  it('is written as the language writes it, whatever the time', () => {
    const anyTime = fc.oneof(
      fc.integer({ min: -LAST, max: LAST }),
      fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 }),
      fc.double({ min: -LAST, max: LAST, noNaN: true }),
    );
    fc.assert(
      fc.property(anyTime, (time) => {
        expect(isoTime(time)).toBe(new Date(time).toISOString());
      }),
      { numRuns: 5000 },
    );
  });

  it.each([
    0,
    -1,
    1.5,
    -0.5,
    86_399_999,
    86_400_000,
    LAST,
    -LAST,
    Date.UTC(9999, 11, 31, 23, 59, 59, 999),
    Date.UTC(10_000, 0),
    Date.UTC(2028, 1, 29),
  ])('is right at the edges: %d', (time) => {
    expect(isoTime(time)).toBe(new Date(time).toISOString());
  });

  it.each([LAST + 1, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'is refused where it is none: %d',
    (time) => {
      expect(() => isoTime(time)).toThrow(RangeError);
      expect(isoTime(0)).toBe('1970-01-01T00:00:00.000Z');
    },
  );

  it('is what the scalar of the library writes', () => {
    const time = 1_800_000_000_123;
    expect(isoTime(time)).toBe(GraphQLDateTimeISO.serialize(time));
  });
});
