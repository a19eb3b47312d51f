import { describe, expect, it } from 'vitest';
import { newSession, presented, T0 } from './newSession.ts';
import type { OpenStore } from './sessionStore.ts';

/** The rules of revocation, reading and purging that every driver of the session store keeps. */
export function testSessionReads(name: string, open: OpenStore): void {
  describe(`${name}: revocation`, () => testRevocation(open));
  describe(`${name}: reading`, () => testReading(open));
  describe(`${name}: purge and close`, () => testPurgeAndClose(open));
}

function testRevocation(open: OpenStore): void {
  it('ends one session once, and only for its own user where one is named', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'a' }));
    expect(await store.revoke({ sessionId: 'a', userId: 'bob' }, T0)).toEqual([]);
    expect(await store.revoke({ sessionId: 'a', userId: 'ada' }, T0 + 1)).toEqual(['a']);
    expect(await store.revoke({ sessionId: 'a' }, T0 + 2)).toEqual([]);
    expect(await store.revoke({ sessionId: 'nobody' }, T0 + 2)).toEqual([]);
    expect(await store.find(['a'])).toMatchObject([
      { revokedAt: T0 + 1, revokedBecause: 'REVOKED' },
    ]);
  });
  it('ends all sessions of a user but one, and leaves the version alone', async () => {
    await using store = await open();
    for (const id of ['a', 'b', 'c']) await store.open(newSession({ id }));
    await store.open(newSession({ id: 'bobs', userId: 'bob' }));
    const ended = await store.revoke({ userId: 'ada', exceptSessionId: 'b' }, T0 + 1);
    expect([...ended].sort()).toEqual(['a', 'c']);
    expect((await store.rotate(presented('b', 0, 2))).type).toBe('rotated');
    expect((await store.rotate(presented('bobs', 0, 2))).type).toBe('rotated');
    expect((await store.rotate(presented('a', 0, 2))).type).toBe('revoked');
    expect(await store.open(newSession())).toMatchObject({ session: { userVersion: 0 } });
  });
  it('ends all sessions of a user by raising the version; later sessions start under it', async () => {
    await using store = await open();
    for (const id of ['a', 'b']) await store.open(newSession({ id }));
    await store.open(newSession({ id: 'bobs', userId: 'bob' }));
    await store.revoke({ sessionId: 'b' }, T0 + 1);
    expect(await store.revoke({ userId: 'ada' }, T0 + 2)).toEqual(['a']);
    expect(await store.find(['a'])).toMatchObject([
      { revokedAt: T0 + 2, revokedBecause: 'REVOKED' },
    ]);
    expect(await store.find(['b'])).toMatchObject([{ revokedAt: T0 + 1 }]);
    expect(await store.open(newSession({ id: 'c' }))).toMatchObject({
      session: { userVersion: 1 },
    });
    const facts = await Promise.all(
      ['a', 'b', 'c', 'bobs'].map((id) => store.rotate(presented(id, 0, 3))),
    );
    expect(facts.map((it) => it.type)).toEqual(['revoked', 'revoked', 'rotated', 'rotated']);
    expect(facts[0]).toMatchObject({ session: { revokedAt: T0 + 2, revokedBecause: 'REVOKED' } });
  });
  it('raises the version of a user without sessions too', async () => {
    await using store = await open();
    expect(await store.revoke({ userId: 'ada' }, T0)).toEqual([]);
    expect(await store.open(newSession())).toMatchObject({ session: { userVersion: 1 } });
  });
  it('does not count an expired session, yet keeps it ended when the clock steps back', async () => {
    await using store = await open();
    const endsAt = T0 + 100;
    for (const id of ['a', 'b', 'c']) await store.open(newSession({ id, endsAt }));
    await store.open(newSession({ id: 'd', endsAt, userId: 'bob' }));
    expect(await store.revoke({ sessionId: 'a' }, endsAt)).toEqual([]);
    expect(await store.revoke({ userId: 'ada', exceptSessionId: 'b' }, endsAt)).toEqual([]);
    expect(await store.revoke({ userId: 'bob' }, endsAt)).toEqual([]);
    const facts = await Promise.all(
      ['a', 'b', 'c', 'd'].map((id) => store.rotate(presented(id, 0, 50))),
    );
    expect(facts.map((it) => it.type)).toEqual(['revoked', 'rotated', 'revoked', 'revoked']);
  });
}

function testReading(open: OpenStore): void {
  it('finds dead sessions too, each once, and leaves unknown ids out', async () => {
    await using store = await open();
    for (const id of ['a', 'b']) await store.open(newSession({ id }));
    await store.revoke({ sessionId: 'a' }, T0);
    const ids = (await store.find(['a', 'nobody', 'b', 'a'])).map((it) => it.id);
    expect([...ids].sort()).toEqual(['a', 'b']);
    expect(await store.find([])).toEqual([]);
  });
  it('keeps absent scope, agent and address absent, and an empty scope empty', async () => {
    await using store = await open();
    const bare = { scope: null, audience: [], userAgent: null, ipAddress: null };
    await store.open(newSession({ id: 'a', ...bare }));
    await store.open(newSession({ id: 'b', scope: [] }));
    expect(await store.find(['a'])).toMatchObject([bare]);
    expect(await store.find(['b'])).toMatchObject([{ scope: [] }]);
  });
  it('keeps users apart whatever their ids hold', async () => {
    await using store = await open();
    for (const userId of ['a', 'A', 'a\u0000b', "a' OR '1'='1", 'ä', 'a%']) {
      await store.open(newSession({ id: `of ${userId}`, userId }));
    }
    await store.revoke({ userId: 'a' }, T0);
    const live = await store.listLive(['a', 'A', 'a\u0000b', "a' OR '1'='1", 'ä', 'a%'], 9, T0);
    expect(live).toHaveLength(5);
    expect(live.every((it) => it.id === `of ${it.userId}`)).toBe(true);
  });
  it('lists live sessions of each user, newest first, at most so many each', async () => {
    await using store = await open();
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      await store.open(newSession({ id, createdAt: T0 + index }));
    }
    await store.open(newSession({ id: 'same1', userId: 'bob' }));
    await store.open(newSession({ id: 'same2', userId: 'bob' }));
    await store.revoke({ sessionId: 'c' }, T0 + 5);
    await store.open(newSession({ id: 'e', createdAt: T0 + 9, endsAt: T0 + 10 }));
    const listed = await store.listLive(['ada', 'bob', 'nobody', 'ada'], 2, T0 + 10);
    const of = (userId: string) => listed.filter((it) => it.userId === userId).map((it) => it.id);
    expect(of('ada')).toEqual(['d', 'b']);
    expect(of('bob')).toEqual(['same2', 'same1']);
    expect(listed).toHaveLength(4);
    expect(await store.listLive(['ada'], 0, T0 + 10)).toEqual([]);
  });
  it('does not list sessions of an outdated user version', async () => {
    await using store = await open();
    await store.open(newSession());
    await store.revoke({ userId: 'ada' }, T0 + 1);
    expect(await store.listLive(['ada'], 9, T0 + 2)).toEqual([]);
  });
}

function testPurgeAndClose(open: OpenStore): void {
  it('deletes what was dead before a time, at most so many at once, and nothing that lives', async () => {
    await using store = await open();
    for (const id of ['a', 'b', 'c']) {
      await store.open(newSession({ id, generationExpiresAt: T0 + 10 }));
    }
    await store.open(newSession({ id: 'live' }));
    expect(await store.purge(T0 + 10, 9)).toBe(0);
    expect(await store.purge(T0 + 11, 2)).toBe(2);
    expect(await store.purge(T0 + 11, 2)).toBe(1);
    expect(await store.purge(T0 + 11, 2)).toBe(0);
    const left = await store.find(['a', 'b', 'c', 'live']);
    expect(left.map((it) => it.id)).toEqual(['live']);
  });
  it('keeps an ended session for as long as its last token could be presented', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'a', generationExpiresAt: T0 + 10 }));
    await store.revoke({ sessionId: 'a' }, T0 + 1);
    expect(await store.purge(T0 + 10, 9)).toBe(0);
    expect((await store.rotate(presented('a', 0, 9))).type).toBe('revoked');
    expect(await store.purge(T0 + 11, 9)).toBe(1);
  });
  it('does not know a purged session, and its user keeps the version', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'a', endsAt: T0 + 1 }));
    await store.revoke({ userId: 'ada' }, T0);
    expect(await store.purge(T0 + 2, 1)).toBe(1);
    expect((await store.rotate(presented('a', 0, 0))).type).toBe('unknown');
    expect(await store.open(newSession())).toMatchObject({ session: { userVersion: 1 } });
  });
  it('answers until it is closed, and rejects from then on', async () => {
    await using store = await open();
    await store.ping();
    const last = store.open(newSession({ id: 'a' }));
    await store.close();
    expect((await last).session.id).toBe('a');
    await store.close();
    const calls = [
      () => store.ping(),
      () => store.open(newSession()),
      () => store.rotate(presented('a', 0, 0)),
      () => store.revoke({ sessionId: 'a' }, T0),
      () => store.find(['a']),
      () => store.listLive(['ada'], 1, T0),
      () => store.purge(T0, 1),
      () => store.audit({ userId: 'ada' }, 1),
      () => store.purgeAudit(T0, 1),
    ];
    for (const call of calls) await expect(call()).rejects.toThrow();
  });
}
