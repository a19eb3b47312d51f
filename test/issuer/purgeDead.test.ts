import { describe, expect, it } from 'vitest';
import { purgeDead } from '../../issuer/purgeDead.ts';
import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { newSession, T0 } from '../contracts/newSession.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

async function storeWith(sessions: number) {
  const store = createMemoryStore();
  for (let index = 0; index < sessions; index += 1) {
    await store.open(newSession({ id: `s${index}`, generationExpiresAt: T0 + DAY }));
  }
  return store;
}

describe('the purge', () => {
  it('leaves sessions alone until no clock can take their last token for a live one', async () => {
    const store = await storeWith(1);
    const purge = (now: number) => purgeDead(store, { now, auditRetention: 90 * 86_400 });
    expect(await purge(T0 + DAY + HOUR)).toMatchObject({ sessions: 0, auditEntries: 0 });
    expect(await purge(T0 + DAY + HOUR + 1)).toMatchObject({ sessions: 1, auditEntries: 0 });
  });
  it('deletes audit entries that are older than they are kept', async () => {
    const store = await storeWith(3);
    const purge = (now: number) => purgeDead(store, { now, auditRetention: 60 });
    expect(await purge(T0 + 60_000)).toMatchObject({ sessions: 0, auditEntries: 0 });
    expect(await purge(T0 + 60_001)).toMatchObject({ sessions: 0, auditEntries: 3 });
  });
  it('goes in batches, and leaves the rest to the next purge where there are too many', async () => {
    const store = await storeWith(10);
    const limits: number[] = [];
    const watched = {
      ...store,
      purge: (before: number, limit: number) => {
        limits.push(limit);
        return store.purge(before, limit);
      },
    };
    const options = { now: T0 + 3 * DAY, auditRetention: 90 * 86_400, batch: 3, maxBatches: 2 };
    expect((await purgeDead(watched, options)).sessions).toBe(6);
    expect((await purgeDead(watched, options)).sessions).toBe(4);
    expect(limits).toEqual([3, 3, 3, 3]);
  });
  it('takes what it can where one table cannot be purged, and says so then', async () => {
    const store = await storeWith(1);
    const failing = { ...store, purge: () => Promise.reject(new Error('statement timeout')) };
    const purge = (from: typeof store, now: number) => purgeDead(from, { now, auditRetention: 60 });
    await expect(purge(failing, T0 + 90_000)).rejects.toThrow('statement timeout');
    expect(await purge(store, T0 + 90_000)).toMatchObject({ auditEntries: 0 });
  });
  it('ends between two batches where it is told to', async () => {
    const store = await storeWith(10);
    const ending = new AbortController();
    const watched = {
      ...store,
      purge: async (before: number, limit: number) => {
        ending.abort();
        return store.purge(before, limit);
      },
    };
    const options = { now: T0 + 200 * DAY, auditRetention: 60, batch: 3, signal: ending.signal };
    expect(await purgeDead(watched, options)).toEqual({ sessions: 3, auditEntries: 0, replies: 0 });
  });
});
