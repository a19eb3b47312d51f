import { describe, expect, it } from 'vitest';
import { createTextCache } from '../../server/graphql/textCache.ts';

/** Texts of 100 characters, each as large as what is charged for its place. */
const [a, b, c] = ['a', 'b', 'c'].map((it) => it.repeat(100)) as [string, string, string];

describe('what is known of texts', () => {
  it('is bounded by their length, and the least recently used go first', () => {
    const cache = createTextCache<number>(500);
    cache.set(a, 1);
    cache.set(b, 2);
    expect(cache.get(a)).toBe(1);
    cache.set(c, 3);
    expect([a, b, c].map(cache.get)).toEqual([1, undefined, 3]);
  });

  it('counts a text once, however often it is set', () => {
    const cache = createTextCache<number>(400);
    cache.set(b, 0);
    for (let n = 0; n < 10; n += 1) cache.set(a, n);
    expect([cache.get(b), cache.get(a)]).toEqual([0, 9]);
  });

  it('does not keep what is larger than all of it', () => {
    const cache = createTextCache<number>(150);
    cache.set(a, 1);
    expect(cache.get(a)).toBeUndefined();
    cache.set('b', 2);
    expect(cache.get('b')).toBe(2);
  });

  it('is bounded in number too, since the shortest text takes a place', () => {
    const cache = createTextCache<number>(10_000);
    for (let n = 0; n < 1000; n += 1) cache.set(n.toString(36), n);
    const known = Array.from({ length: 1000 }, (_, n) => cache.get(n.toString(36)));
    expect(known.filter((it) => it !== undefined).length).toBeLessThanOrEqual(100);
    expect(known.at(-1)).toBe(999);
  });
});
