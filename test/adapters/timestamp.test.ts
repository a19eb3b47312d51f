import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timestamp, vagueTimestamp } from '../../adapters/timestamp.ts';

const iso = (time: number | undefined) =>
  time === undefined ? null : new Date(time).toISOString();
const FIRST = '0000-01-01T00:00:00.000Z';
const LAST = '9999-12-31T23:59:59.999Z';

describe('a date of an upstream', () => {
  it.each([
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
    ['9999-12-31T23:59:59-08:00', LAST],
    ['9999-12-31T23:59:59.9999999999Z', LAST],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0000-01-01T00:00:00+08:00', FIRST],
    ['2026-01-02t03:04:05.123456789z', '2026-01-02T03:04:05.123Z'],
  ])('stays within what RFC 3339 can say: %s', (text, expected) => {
    expect(iso(timestamp.parse(text))).toBe(expected);
  });

  it('is a time that four digits of a year can say, whatever it is', () => {
    const year = fc.integer({ min: 0, max: 9999 }).map((n) => String(n).padStart(4, '0'));
    const rest = fc.constantFrom(
      '-01-01T00:00:00+23:59',
      '-12-31T23:59:59-23:59',
      '-06-15T12:00:00Z',
    );
    fc.assert(
      fc.property(year, rest, (year, rest) => {
        expect(iso(timestamp.parse(year + rest))).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      }),
    );
  });

  it.each(['2026-01-31', '2026-01-31T12:00:00', 'soon', '', 7, null])(
    'has a time of day and a zone: not %j',
    (value) => {
      expect(timestamp.safeParse(value).success).toBe(false);
    },
  );
});

describe('a vague date of an upstream', () => {
  it.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00.5', '2026-01-31T12:00:00.500Z'],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
    ['2026-01-31t12:00:00z', '2026-01-31T12:00:00.000Z'],
    ['9999-12-31T23:59:59-08:00', LAST],
  ])('is UTC, at midnight where it does not say more: %s', (text, expected) => {
    expect(iso(vagueTimestamp.parse(text))).toBe(expected);
  });

  it.each(['2026-02-30', '2026-02-30T00:00:00', 'soon', '', 7, null, undefined])(
    'has to be one: not %j',
    (value) => {
      expect(vagueTimestamp.safeParse(value).success).toBe(false);
    },
  );
});
