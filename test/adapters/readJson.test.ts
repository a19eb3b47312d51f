import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readJson } from '../../adapters/readJson.ts';

const LIMIT = 64 * 1024;
const read = (body: string | Buffer, coding: string | null = null) =>
  readJson(Buffer.from(body), coding, LIMIT);

describe('the coding of a body', () => {
  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    [' GZIP ', gzipSync],
  ])('is undone when it is %j', (coding, compress) => {
    expect(read(compress('{"a":1}'), coding)).toEqual({ a: 1 });
  });

  it.each(['identity', '', 'none', 'UTF-8', 'utf-8', 'application/json', 'zstd'])(
    'is taken for none when it is %j',
    (coding) => {
      expect(read('{"a":1}', coding)).toEqual({ a: 1 });
    },
  );

  it.each(['gzip', 'deflate', 'br'])(
    'is not believed when the body is not in it after all: %s',
    (coding) => {
      expect(read('{"a":1}', coding)).toEqual({ a: 1 });
    },
  );

  it('may not make more of a body than the limit, nor less than all of it', () => {
    const whole = gzipSync(JSON.stringify('x'.repeat(10_000_000)));
    expect(read(whole, 'gzip')).toBeUndefined();
    expect(read(gzipSync('{"a":1}').subarray(0, -12), 'gzip')).toBeUndefined();
  });
});

describe('a body that is not all UTF-8', () => {
  const latin1 = (text: string) => read(Buffer.from(text, 'latin1'));

  it('is read, but for the characters that cannot be told', () => {
    const json = '{"access_token":"a","refresh_token":"r","name":"Ren\xe9","roles":["d\xe9v"]}';
    expect(latin1(json)).toEqual({
      access_token: 'a',
      refresh_token: 'r',
      name: 'Ren\ufffd',
      roles: ['d\ufffdv'],
    });
  });

  it('is read as a refusal', () => {
    expect(latin1('{"error":"invalid_grant","error_description":"expir\xe9"}')).toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('shows where it is damaged, so that a reader can refuse a token', () => {
    expect(latin1('{"access_token":"\xe9","refresh_token":"r\xe9r"}')).toEqual({
      access_token: '\ufffd',
      refresh_token: 'r\ufffdr',
    });
  });
});

describe('a body', () => {
  it('may begin with a byte order mark', () => {
    expect(read('\ufeff{"a":1}')).toEqual({ a: 1 });
  });

  it.each(['', ' ', '<html>', '{"a":1', '{"a":1}{', "{'a':1}", '['.repeat(60_000)])(
    'is nothing when it is no JSON',
    (body) => {
      expect(read(body)).toBeUndefined();
      expect(read(Buffer.concat([Buffer.from(body), Buffer.from([0xe9])]))).toBeUndefined();
    },
  );
});
