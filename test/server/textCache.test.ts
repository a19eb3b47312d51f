import { describe, expect, it } from 'vitest';
import { createTextCache } from '../../server/graphql/textCache.ts';

describe('what is known of texts', () => {
  it('is bounded by their length, and the least recently used go first', () => {
    const cache = createTextCache<number>(10);
    cache.set('aaaa', 1);
    cache.set('bbbb', 2);
    expect(cache.get('aaaa')).toBe(1);
    cache.set('cccc', 3);
    expect(['aaaa', 'bbbb', 'cccc'].map(cache.get)).toEqual([1, undefined, 3]);
  });

  it('counts a text once, however often it is set', () => {
    const cache = createTextCache<number>(10);
    cache.set('other', 0);
    for (let n = 0; n < 10; n += 1) cache.set('aaaa', n);
    expect([cache.get('other'), cache.get('aaaa')]).toEqual([0, 9]);
  });

  it('does not keep what is larger than all of it', () => {
    const cache = createTextCache<number>(3);
    cache.set('aaaa', 1);
    expect(cache.get('aaaa')).toBeUndefined();
    cache.set('b', 2);
    expect(cache.get('b')).toBe(2);
  });
});
