import { describe, expect, it } from 'vitest';
import { isJsonBody } from '../../server/http/mediaType.ts';

describe('a body', () => {
  it.each([
    ['application/json', undefined, true],
    ['Application/JSON; charset="utf-8"', undefined, true],
    ['application/json', 'gzip', false],
    ['application/json; charset=latin1', undefined, false],
    ['text/plain', undefined, false],
    [undefined, undefined, false],
  ])('of type %j in coding %j is JSON: %j', (type, coding, expected) => {
    expect(isJsonBody(type, coding)).toBe(expected);
  });
});
