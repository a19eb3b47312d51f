import { describe, expect, it } from 'vitest';
import type { ReplyStore } from '../../domain/replyStore.ts';
import { claimOf, settlementOf, T0 } from './replyRecords.ts';
import { testLeaseModel } from './replyStoreModel.ts';

/** A store of its own for one test. */
export type OpenReplies = () => Promise<ReplyStore & AsyncDisposable>;

/** The rules that every driver of the reply store keeps. */
export function testReplyStore(name: string, open: OpenReplies): void {
  describe(`${name}: leases`, () => testLeases(open));
  describe(`${name}: replies`, () => testReplies(open));
  describe(`${name}: purge`, () => testPurge(open));
  testLeaseModel(name, open);
}

function testLeases(open: OpenReplies): void {
  it('give one of many claims the lease and show the others who has it', async () => {
    await using store = await open();
    const names = Array.from({ length: 20 }, (_, index) => `h${index}`);
    const records = await Promise.all(names.map((holder) => store.claim(claimOf(holder))));
    expect(records.filter((record) => record === null)).toHaveLength(1);
    const winner = names[records.indexOf(null)];
    for (const record of records) {
      if (record !== null) expect(record).toMatchObject({ holder: winner, state: 'held', beat: 0 });
    }
  });

  it('are not taken however late it is', async () => {
    await using store = await open();
    await store.claim(claimOf('a'));
    const late = claimOf('b', { now: T0 + 1e9 });
    expect(await store.claim(late)).toMatchObject({ holder: 'a' });
    expect(await store.claim({ ...late, binding: 'other' })).toMatchObject({ holder: 'a' });
  });

  it('are taken by who has seen the beat stand still, and by one only', async () => {
    await using store = await open();
    await store.claim(claimOf('a'));
    const watched = { holder: 'a', beat: 0, dead: true };
    const taken = await Promise.all(
      ['b', 'c', 'd'].map((holder) => store.claim(claimOf(holder, { watched }))),
    );
    expect(taken.filter((record) => record === null)).toHaveLength(1);
  });

  it('stay with a holder that has beaten since', async () => {
    await using store = await open();
    await store.claim(claimOf('a'));
    await store.renew([{ key: 'k', holder: 'a' }], T0 + 700_000);
    const watched = { holder: 'a', beat: 0, dead: true };
    expect(await store.claim(claimOf('b', { watched }))).toMatchObject({
      ...{ holder: 'a', beat: 1, expiresAt: T0 + 700_000 },
    });
  });

  it('are renewed for their holders only', async () => {
    await using store = await open();
    await store.claim(claimOf('a'));
    await store.renew([{ key: 'k', holder: 'b' }], T0 + 900_000);
    expect(await store.find('k')).toMatchObject({ beat: 0, expiresAt: T0 + 600_000 });
    await store.forget({ key: 'k', holder: 'b' });
    expect(await store.find('k')).not.toBeNull();
    await store.forget({ key: 'k', holder: 'a' });
    expect(await store.find('k')).toBeNull();
  });
}

function testReplies(open: OpenReplies): void {
  it('are given to later claims until they expire', async () => {
    await using store = await open();
    await store.claim(claimOf('a'));
    expect(await store.settle(settlementOf('a'))).toBe(true);
    const kept = await store.claim(claimOf('b', { now: T0 + 29_999 }));
    expect(kept).toEqual({ ...settlementOf('a'), beat: 0, sealed: expect.anything() });
    expect([...kept!.sealed!]).toEqual([0, 255, 1]);
    expect(await store.claim(claimOf('b', { now: T0 + 30_000 }))).toBeNull();
  });

  it('of a spent token bar other parameters, those of an unspent one do not', async () => {
    await using store = await open();
    const other = claimOf('b', { binding: 'other' });
    await store.settle(settlementOf('a'));
    expect(await store.claim(other)).toMatchObject({ binding: 'b', state: 'kept' });
    await store.settle(settlementOf('a', { spent: false }));
    expect(await store.claim(other)).toBeNull();
  });

  it('that refuse bind one binding only', async () => {
    await using store = await open();
    await store.settle(settlementOf('a', { state: 'refused', spent: false }));
    expect(await store.claim(claimOf('b'))).toMatchObject({ state: 'refused' });
    expect(await store.claim(claimOf('b', { binding: 'other' }))).toBeNull();
  });

  it('of a failed attempt are for those who have waited for it', async () => {
    await using store = await open();
    await store.settle(settlementOf('a', { state: 'failed', spent: false }));
    const waited = { holder: 'a', beat: 3, dead: false };
    expect(await store.claim(claimOf('b', { watched: waited }))).toMatchObject({ state: 'failed' });
    const others = claimOf('b', { watched: { ...waited, holder: 'z' } });
    expect(await store.claim(others)).toBeNull();
  });

  it('that have expired at once still are for those who have waited', async () => {
    await using store = await open();
    await store.settle(settlementOf('a', { expiresAt: T0 }));
    const watched = { holder: 'a', beat: 0, dead: true };
    for (const binding of ['b', 'other']) {
      expect(await store.claim(claimOf('b', { binding, watched }))).toMatchObject({ holder: 'a' });
    }
  });

  it('of a holder that lost its lease are dropped, except a pair that nobody else has', async () => {
    await using store = await open();
    await store.claim(claimOf('b'));
    expect(await store.settle(settlementOf('a', { state: 'refused' }))).toBe(false);
    expect(await store.settle(settlementOf('a'))).toBe(true);
    expect(await store.settle(settlementOf('b'))).toBe(false);
    expect(await store.settle(settlementOf('a', { expiresAt: T0 + 1 }))).toBe(true);
    expect(await store.find('k')).toMatchObject({ holder: 'a', expiresAt: T0 + 1 });
  });
}

function testPurge(open: OpenReplies): void {
  it('deletes what has expired, at most so many at a time', async () => {
    await using store = await open();
    for (const key of ['1', '2', '3']) await store.settle(settlementOf('a', { key }));
    await store.settle(settlementOf('a', { key: '4', expiresAt: T0 + 30_001 }));
    expect(await store.purge(T0 + 29_999, 9)).toBe(0);
    expect(await store.purge(T0 + 30_000, 2)).toBe(2);
    expect(await store.purge(T0 + 30_000, 2)).toBe(1);
    expect(await store.find('4')).not.toBeNull();
  });
  it('finds leases that were abandoned among replies that are kept, in some calls', async () => {
    await using store = await open();
    for (let index = 0; index < 20; index += 1) {
      const key = `${index}`;
      const isKept = index % 3 > 0;
      if (isKept) await store.settle(settlementOf('a', { key, expiresAt: T0 + 900_000 }));
      else await store.claim(claimOf('a', { key }));
    }
    let found = 0;
    for (let call = 0; call < 40; call += 1) {
      const deleted = await store.purge(T0 + 600_000, 3);
      expect(deleted).toBeLessThanOrEqual(3);
      found += deleted;
    }
    expect(found).toBe(7);
    expect(await store.find('1')).not.toBeNull();
    expect(await store.find('18')).toBeNull();
  });
}
