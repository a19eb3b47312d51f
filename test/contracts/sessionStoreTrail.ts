import { describe, expect, it } from 'vitest';
import type { AuditEntry, SessionStore } from '../../issuer/store/sessionStore.ts';
import { GRACE, newSession, presented, T0 } from './newSession.ts';
import type { OpenStore } from './sessionStore.ts';

/** The rules of the limit on a user's sessions and of the audit trail that every driver keeps. */
export function testSessionTrail(name: string, open: OpenStore): void {
  describe(`${name}: the limit of sessions`, () => testLimit(open));
  describe(`${name}: the audit trail`, () => testTrail(open));
}

const short = ({ type, sessionId }: AuditEntry) => `${type.replace('session.', '')} ${sessionId}`;

async function liveIds(store: SessionStore, userId = 'ada') {
  return (await store.listLive([userId], 99, T0 + 100)).map((it) => it.id).sort();
}

function testLimit(open: OpenStore): void {
  it('ends the oldest live sessions of the user, and says which', async () => {
    await using store = await open();
    for (const [index, id] of ['a', 'b', 'c'].entries()) {
      await store.open(newSession({ id, createdAt: T0 + index }), { maxSessions: 3 });
    }
    await store.open(newSession({ id: 'bobs', userId: 'bob' }), { maxSessions: 1 });
    const late = newSession({ id: 'd', createdAt: T0 + 9 });
    expect((await store.open(late, { maxSessions: 2 })).ended.toSorted()).toEqual(['a', 'b']);
    expect(await liveIds(store)).toEqual(['c', 'd']);
    expect(await liveIds(store, 'bob')).toEqual(['bobs']);
    expect((await store.rotate(presented('a', 0, 10))).type).toBe('revoked');
  });
  it('counts live sessions only', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'old' }));
    await store.open(newSession({ id: 'dead', createdAt: T0 + 1, endsAt: T0 + 2 }));
    await store.open(newSession({ id: 'ended', createdAt: T0 + 1 }));
    await store.revoke({ sessionId: 'ended' }, T0 + 2);
    const opened = await store.open(newSession({ id: 'new', createdAt: T0 + 3 }), {
      maxSessions: 2,
    });
    expect(opened.ended).toEqual([]);
    expect(await liveIds(store)).toEqual(['new', 'old']);
  });
  it('never ends the session that is being opened, even by a clock that is behind', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'a', createdAt: T0 + 50 }));
    const opened = await store.open(newSession({ id: 'b', createdAt: T0 }), { maxSessions: 1 });
    expect(opened.ended).toEqual(['a']);
    expect(await liveIds(store)).toEqual(['b']);
  });
  it('holds when many sign in at once', async () => {
    await using store = await open();
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`);
    const opened = await Promise.all(
      ids.map((id) => store.open(newSession({ id }), { maxSessions: 5 })),
    );
    expect(await liveIds(store)).toHaveLength(5);
    expect(opened.flatMap((it) => it.ended)).toHaveLength(15);
  });
}

function testTrail(open: OpenStore): void {
  it('holds what happened to a session, newest first, with the request it belongs to', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'a' }), { correlationId: 'one' });
    await store.rotate(presented('a', 0, 1, { correlationId: 'two' }));
    await store.rotate(presented('a', 0, 2, { correlationId: 'three' }));
    await store.rotate(presented('a', 0, 1 + GRACE, { correlationId: 'four' }));
    await store.rotate(presented('a', 1, 2 + GRACE, { correlationId: 'five' }));
    const of = { sessionId: 'a', userId: 'ada' };
    const trail = [
      { type: 'session.reused', at: T0 + 2 + GRACE, correlationId: 'five', ...of },
      { type: 'session.recovered', at: T0 + 1 + GRACE, correlationId: 'four', ...of },
      { type: 'session.issued', at: T0, correlationId: 'one', ...of },
    ];
    expect(await store.audit({ sessionId: 'a' }, 9)).toEqual(trail);
    expect(await store.audit({ userId: 'ada' }, 9)).toEqual(trail);
    expect(await store.audit({ userId: 'ada' }, 1)).toEqual(trail.slice(0, 1));
    expect(await store.audit({ userId: 'bob' }, 9)).toEqual([]);
  });
  it('holds every refresh where all is kept, and never a replay', async () => {
    await using store = await open({ audit: 'all' });
    await store.open(newSession({ id: 'a' }));
    await Promise.all([1, 2, 3].map(() => store.rotate(presented('a', 0, 1))));
    expect((await store.audit({ sessionId: 'a' }, 9)).map(short)).toEqual([
      'refreshed a',
      'issued a',
    ]);
  });
  it('holds one entry for each session that was live when it was ended', async () => {
    await using store = await open();
    for (const id of ['a', 'b', 'c']) await store.open(newSession({ id }));
    await store.open(newSession({ id: 'old', endsAt: T0 + 1 }));
    await store.revoke({ sessionId: 'a' }, T0 + 2);
    await store.revoke({ sessionId: 'a' }, T0 + 2);
    await store.revoke({ userId: 'ada', exceptSessionId: 'b' }, T0 + 3);
    await store.open(newSession({ id: 'd', createdAt: T0 + 4 }), { maxSessions: 1 });
    const trail = (await store.audit({ userId: 'ada' }, 9)).filter((it) => it.at > T0);
    expect(trail.map(short).sort()).toEqual(['issued d', 'revoked a', 'revoked b', 'revoked c']);
  });
  it('holds one entry of the user where all of their sessions were ended at once', async () => {
    await using store = await open();
    await store.open(newSession({ id: 'a' }));
    await store.revoke({ userId: 'ada' }, T0 + 1, 'goodbye');
    expect(await store.audit({ userId: 'ada' }, 1)).toEqual([
      {
        type: 'session.revoked',
        at: T0 + 1,
        sessionId: null,
        userId: 'ada',
        correlationId: 'goodbye',
      },
    ]);
  });
  it('is deleted from its old end, at most so many entries at once', async () => {
    await using store = await open();
    for (const [index, id] of ['a', 'b', 'c', 'd'].entries()) {
      await store.open(newSession({ id, createdAt: T0 + index }));
    }
    expect(await store.purgeAudit(T0 + 3, 2)).toBe(2);
    expect(await store.purgeAudit(T0 + 3, 2)).toBe(1);
    expect(await store.purgeAudit(T0 + 3, 2)).toBe(0);
    expect((await store.audit({ userId: 'ada' }, 9)).map(short)).toEqual(['issued d']);
  });
}
