import { describe, expect, it } from 'vitest';
import { replyToken } from '../../adapters/replyToken.ts';

describe('a token of a reply', () => {
  it.each([
    ['a JWT', 'eyJh.eyJz.c2ln'],
    ['visible ASCII', 'a-b.c_d~e+f/g=='],
    ['line breaks, as MIME has them in base64', 'QUJD\r\nREVG'],
    ['characters beyond ASCII', 'jeton-é-😀'],
    ['a great length', 'x'.repeat(60_000)],
  ])('may be opaque: %s', (_title, token) => {
    expect(replyToken.parse(token)).toBe(token);
  });

  it.each([
    ['nothing', ''],
    ['bytes that were no UTF-8', 'rt_\u{FFFD}_1'],
    ['half of a surrogate pair', 'rt_\u{D83D}'],
    ['another type', 7],
  ])('is never %s', (_title, token) => {
    expect(replyToken.safeParse(token).success).toBe(false);
  });
});
