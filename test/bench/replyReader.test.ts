import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createReplyReader } from '../../bench/load/replyReader.ts';

const PLAIN = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello';
const CHUNKED =
  'HTTP/1.1 413 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n';
const EMPTY = 'HTTP/1.1 204 No Content\r\n\r\n';

describe('a reply', () => {
  it.each([
    [PLAIN, 200, 'hello'],
    [CHUNKED, 413, 'hello'],
    [EMPTY, 204, ''],
  ])(
    'is read once it is whole, wherever it was cut, and then the next one',
    (reply, status, text) => {
      fc.assert(
        fc.property(fc.uniqueArray(fc.nat(reply.length)), (cuts) => {
          const read = createReplyReader();
          for (let times = 0; times < 2; times += 1) {
            const edges = [0, ...cuts.sort((a, b) => a - b), reply.length];
            const pieces = edges.slice(1).map((end, index) => reply.slice(edges[index], end));
            const answers = pieces.filter((it) => it !== '').map((piece) => read(piece));
            expect(answers.at(-1)).toEqual({ status, text });
            expect(answers.slice(0, -1).every((answer) => answer === null)).toBe(true);
          }
        }),
      );
    },
  );
});
