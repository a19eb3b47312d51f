import { describe, expect, it } from 'vitest';
import { maybeSpent } from '../../adapters/noAnswer.ts';
import { refuseStatus } from '../../adapters/refuseStatus.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');

describe('a Retry-After that has gone by', () => {
  const refused = (status: number, retryAfter: string) => {
    const reply = { type: 'reply', status, retryAfter, isJson: false, json: undefined } as const;
    return refuseStatus(reply, { code: null, cause: null }, NOW, maybeSpent);
  };

  it.each([
    ['a moment ago', 'Fri, 02 Jan 2026 03:04:04 GMT'],
    ['long ago', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ])('asks for no wait at 503, and for the shortest one at 429: %s', (_when, date) => {
    expect(refused(503, date)).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryAfter: 0 });
    expect(refused(429, date)).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
  });
});
