import { expect, it } from 'vitest';
import type { Presented } from '../../domain/rateLimiter.ts';
import { secret } from '../../domain/secret.ts';
import { createOverdrawn } from '../../server/limits/overdrawn.ts';
import { createRecent } from '../../server/limits/recent.ts';
import { createTokenFamilies } from '../../server/limits/tokenFamilies.ts';

const token = (text: string, id = 'native'): Presented => ({
  issuer: {
    ...{ id, kind: 'NATIVE', displayName: id, rotates: true, revokes: true },
    ...{ idempotent: true, jwksUri: null },
  },
  refreshToken: secret(text),
});

it('remembers at least as many values as it promises, and at most twice as many', () => {
  const recent = createRecent<number>(10);
  for (let n = 0; n < 1000; n += 1) {
    recent.set(`k${n}`, n);
    for (let ago = 0; ago < Math.min(n, 10); ago += 1)
      expect(recent.get(`k${n - ago}`)).toBe(n - ago);
    expect(recent.get(`k${n - 20}`)).toBeUndefined();
  }
});

it('gives the value that was told last', () => {
  const recent = createRecent<number>(2);
  recent.set('a', 1);
  recent.set('b', 2);
  recent.set('a', 3);
  expect(recent.get('a')).toBe(3);
});

it('knows who is over a limit until its time has come', () => {
  const overdrawn = createOverdrawn();
  expect(overdrawn.isEmpty(0)).toBe(true);
  overdrawn.note('a', 50, 0);
  overdrawn.note('b', 20, 0);
  expect([overdrawn.until('a', 30), overdrawn.until('b', 30)]).toEqual([50, null]);
  expect([overdrawn.isEmpty(49), overdrawn.isEmpty(50)]).toEqual([false, true]);
  expect(overdrawn.until('a', 50)).toBeNull();
});

it('holds nobody for longer than a minute, whatever the clock did meanwhile', () => {
  const overdrawn = createOverdrawn();
  overdrawn.note('a', 3_660_000, 3_600_000);
  expect([overdrawn.isEmpty(0), overdrawn.until('a', 0)]).toEqual([true, null]);
  overdrawn.note('b', 3_660_000, 0);
  expect([overdrawn.until('a', 0), overdrawn.until('b', 0)]).toEqual([null, 60_000]);
  expect([overdrawn.isEmpty(59_999), overdrawn.isEmpty(60_000)]).toEqual([false, true]);
});

it('follows a token from refresh to refresh, at its own issuer only', () => {
  const families = createTokenFamilies(Buffer.alloc(32));
  const first = families.of(token('r0'));
  for (let n = 0; n < 5; n += 1) families.follow(token(`r${n}`), secret(`r${n + 1}`));
  expect(first.known).toBe(false);
  expect(families.of(token('r5'))).toEqual({ id: first.id, known: true });
  expect(families.of(token('r5', 'another')).known).toBe(false);
  expect(first.id).not.toContain('r0');
});

it('forgets the oldest tokens, though their session goes on', () => {
  const families = createTokenFamilies(Buffer.alloc(32), 1000);
  for (let n = 0; n < 20_000; n += 1) families.follow(token(`r${n}`), secret(`r${n + 1}`));
  expect(families.of(token('r20000')).id).toBe(families.of(token('r19999')).id);
  expect(families.of(token('r1')).known).toBe(false);
});
