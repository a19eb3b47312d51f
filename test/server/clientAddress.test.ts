import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createClientAddress } from '../../server/http/clientAddress.ts';

const from = (remoteAddress: string | undefined, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: { 'x-forwarded-for': forwarded },
  }) as never as IncomingMessage;

describe('the address of a client', () => {
  it('is the peer where no proxy is trusted, whatever the header says', () => {
    expect(createClientAddress([])(from('192.0.2.1', '203.0.113.9'))).toBe('192.0.2.1');
    expect(createClientAddress(['10.0.0.0/8'])(from('192.0.2.1', '203.0.113.9'))).toBe('192.0.2.1');
  });

  it.each([
    ['the entry a trusted proxy added', '203.0.113.9', '203.0.113.9'],
    ['not what the client put there before', '198.51.100.1, 203.0.113.9', '203.0.113.9'],
    ['behind two trusted proxies', '203.0.113.9, 10.0.0.7', '203.0.113.9'],
    ['the last one known where an entry is no address', '203.0.113.9, unknown', '10.0.0.1'],
    ['the proxy itself where it added nothing', undefined, '10.0.0.1'],
    ['the outermost proxy where all are trusted', '10.9.9.9, 10.0.0.7', '10.9.9.9'],
    ['without the port', '203.0.113.9:4711', '203.0.113.9'],
    ['without brackets', '[2001:DB8::1]:4711', '2001:db8::1'],
    ['in one spelling', '::ffff:203.0.113.9', '203.0.113.9'],
    ['never a decimal or octal one', '3405803785', '10.0.0.1'],
  ])('is %s', (_name, forwarded, expected) => {
    expect(createClientAddress(['10.0.0.0/8'])(from('10.0.0.1', forwarded))).toBe(expected);
  });

  it('knows single addresses, IPv6 ranges and mapped peers', () => {
    const at = createClientAddress(['192.0.2.1', '2001:db8::/32']);
    expect(at(from('::ffff:192.0.2.1', '203.0.113.9'))).toBe('203.0.113.9');
    expect(at(from('2001:db8::5', '203.0.113.9'))).toBe('203.0.113.9');
    expect(at(from('192.0.2.2', '203.0.113.9'))).toBe('192.0.2.2');
  });

  it('is unknown once the socket is gone', () => {
    expect(createClientAddress(['10.0.0.0/8'])(from(undefined, '203.0.113.9'))).toBeNull();
  });
});
