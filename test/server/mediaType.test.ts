import { describe, expect, it } from 'vitest';
import { isAcceptable, isJson, replyType } from '../../server/graphql/mediaType.ts';

describe('the media type of a reply', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['text/html, application/json;q=0.9', 'application/json'],
    ['APPLICATION/JSON; charset=UTF-8', 'application/json'],
    ['application/json; charset=latin1', null],
    ['text/html', null],
  ])('for Accept %j is %j', (accept, type) => {
    expect(replyType(accept)).toBe(type);
  });

  it.each(['constructor', '__proto__', 'valueOf, toString'])(
    'is not found among the names that every object has: %s',
    (accept) => {
      expect(replyType(accept)).toBeNull();
    },
  );
});

describe('a request', () => {
  it.each([
    [undefined, true],
    ['', true],
    ['text/event-stream', true],
    ['text/*', true],
    ['multipart/mixed; boundary=-', true],
    ['text/html', false],
    ['application/json; charset=latin1', false],
  ])('with Accept %j can be answered: %j', (accept, expected) => {
    expect(isAcceptable(accept)).toBe(expected);
  });
});

describe('a body', () => {
  it.each([
    ['application/json', undefined, true],
    ['Application/JSON; charset="utf-8"', undefined, true],
    ['application/json', 'gzip', false],
    ['application/json; charset=latin1', undefined, false],
    ['text/plain', undefined, false],
    [undefined, undefined, false],
  ])('of type %j in coding %j is JSON: %j', (type, coding, expected) => {
    expect(isJson(type, coding)).toBe(expected);
  });
});
