import { describe, expect, it } from 'vitest';
import { replyType } from '../../server/graphql/replyType.ts';

describe('the media type of a reply', () => {
  it.each([
    [undefined, 'application/json'],
    ['', 'application/json'],
    ['*/*', 'application/json'],
    ['*/*;q=0.8', 'application/json'],
    ['application/graphql-response+json', 'application/graphql-response+json'],
    ['text/html, application/json;q=0.9', 'application/json'],
    ['APPLICATION/JSON; charset=UTF-8', 'application/json'],
    ['application/json; charset="utf-8"', 'application/json'],
    [
      'application/json;q=0, application/graphql-response+json',
      'application/graphql-response+json',
    ],
    ['text/event-stream', 'text/event-stream'],
    ['text/*', 'text/event-stream'],
    ['multipart/mixed; boundary=-', 'multipart/mixed'],
    ['multipart/*; charset="utf-8"', 'multipart/mixed'],
    ['text/event-stream, multipart/mixed', 'text/event-stream'],
    ['text/event-stream, application/json', 'application/json'],
    ['text/event-stream;q=0, multipart/mixed', 'multipart/mixed'],
  ])('for Accept %j is %j', (accept, type) => {
    expect(replyType(accept)).toBe(type);
  });

  it.each([
    'application/json; charset=latin1',
    'application/json;q=0',
    'application/json; q=0.000',
    'text/html',
    'text/event-stream;charset=latin1',
    'text/event-streamer',
    'x-text/event-stream',
    'multipart/mixed; charset=utf-16',
    'image/avif;x=text/event-stream',
    'image/avif;x="application/json"',
    '*',
  ])('is none where nothing is taken that a reply can be: %s', (accept) => {
    expect(replyType(accept)).toBeNull();
  });

  it.each(['constructor', '__proto__', 'valueOf, toString'])(
    'is not found among the names that every object has: %s',
    (accept) => {
      expect(replyType(accept)).toBeNull();
    },
  );
});
