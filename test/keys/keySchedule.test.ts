import { describe, expect, it } from 'vitest';
import { scheduleKeys, signerAt, stateOf, type TimedKey } from '../../issuer/keys/keySchedule.ts';

const LIFE = 100;
type Key = TimedKey & { readonly name: string };
const key = (name: string, signsFrom: number, more: Partial<Key> = {}): Key => ({
  name,
  alg: 'EdDSA',
  isPrivate: true,
  signsFrom,
  expiresAt: null,
  ...more,
});

function states(keys: readonly Key[], now: number, alg = 'EdDSA') {
  const all = scheduleKeys(keys, LIFE);
  return Object.fromEntries(all.map((it) => [it.name, stateOf(all, it, alg, now)]));
}

describe('a schedule of keys', () => {
  it('takes a key from next over active and retired to expired, by the clock alone', () => {
    const keys = [key('old', 0), key('new', 1000)];
    expect(states(keys, 999)).toEqual({ old: 'active', new: 'next' });
    expect(states(keys, 1000)).toEqual({ old: 'retired', new: 'active' });
    expect(states(keys, 1000 + LIFE - 1)).toEqual({ old: 'retired', new: 'active' });
    expect(states(keys, 1000 + LIFE)).toEqual({ old: 'expired', new: 'active' });
  });

  it('lets the first of keys without times sign, and all of them verify for as long as they are listed', () => {
    const keys = [key('first', 0), key('second', 0), key('public', 0, { isPrivate: false })];
    expect(states(keys, 10 ** 15)).toEqual({
      first: 'active',
      second: 'published',
      public: 'published',
    });
  });

  it('keeps a key until its exp where that is later than the lifetime of tokens says', () => {
    const keys = [key('old', 0, { expiresAt: 5000 }), key('new', 1000)];
    expect(states(keys, 4999)['old']).toBe('retired');
    expect(states(keys, 5000)['old']).toBe('expired');
    const early = [key('old', 0, { expiresAt: 1001 }), key('new', 1000)];
    expect(states(early, 1000 + LIFE - 1)['old']).toBe('retired');
  });

  it('never lets the exp of the key that signs stop it', () => {
    expect(states([key('only', 0, { expiresAt: 5 })], 1000)).toEqual({ only: 'active' });
  });

  it('retires no key by one of another algorithm, and lets only the configured one sign', () => {
    const keys = [key('ed', 0), key('es', 500, { alg: 'ES256' })];
    expect(states(keys, 1000)).toEqual({ ed: 'active', es: 'published' });
    expect(states(keys, 1000, 'ES256')).toEqual({ ed: 'published', es: 'active' });
  });

  it('signs what is older than every key with the oldest, and never with a key that is still to come', () => {
    const keys = scheduleKeys([key('b', 2000), key('c', 3000), key('a', 1000)], LIFE);
    const signer = (time: number) => signerAt(keys, 'EdDSA', time)?.name;
    expect([0, 1000, 1999, 2000, 3000].map(signer)).toEqual(['a', 'a', 'a', 'b', 'c']);
  });

  it('has no signer without a private key of the algorithm', () => {
    const keys = scheduleKeys([key('a', 0, { isPrivate: false })], LIFE);
    expect(signerAt(keys, 'EdDSA', 0)).toBeUndefined();
  });
});
