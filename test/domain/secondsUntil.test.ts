import { describe, expect, it } from 'vitest';
import { secondsUntil } from '../../domain/secondsUntil.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');

describe('the seconds until a time', () => {
  it.each([
    ['are whole, and rounded down', NOW + 59_999, 59],
    ['are none where it has passed', NOW - 1, 0],
    ['are none at a time before all clocks', -62_135_596_800_000, 0],
    ['fit into 32 bits', NOW + (2 ** 31 - 1) * 1000, 2 ** 31 - 1],
    ['fit into 32 bits where they are more', NOW + 2 ** 31 * 1000, 2 ** 31 - 1],
    ['fit into 32 bits at the last day of RFC 3339', 253_402_300_799_999, 2 ** 31 - 1],
  ])('%s', (_title, time, seconds) => {
    expect(secondsUntil(time, NOW)).toBe(seconds);
  });
});
