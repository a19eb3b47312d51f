import { describe, expect, it } from 'vitest';
import type { TokenGrant } from '../../domain/grant.ts';
import { secret } from '../../domain/secret.ts';
import { claimsOf, DAY, ISSUER_URL, T0, testIssuer } from './issuerFixture.ts';

const refreshTokenOf = (grant: unknown) => (grant as TokenGrant).refreshToken.reveal();

describe('a session of the native issuer', () => {
  it('starts with a pair that says who, for how long and by whom', async () => {
    const t = testIssuer();
    const grant = await t.issue();
    expect(grant).toMatchObject({
      kind: 'Token',
      userId: 'ada',
      scope: null,
      rotated: true,
      accessTokenExpiresAt: T0 + 3_600_000,
      refreshTokenExpiresAt: T0 + 14 * DAY * 1000,
      issuer: { id: 'native', jwksUri: `${ISSUER_URL}/.well-known/jwks.json`, idempotent: true },
    });
    expect(claimsOf(refreshTokenOf(grant))).toEqual({
      token_type: 'refresh',
      sub: 'ada',
      iss: ISSUER_URL,
      iat: T0 / 1000,
      nbf: T0 / 1000,
      exp: T0 / 1000 + 14 * DAY,
      state_hash: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      sid: expect.any(String),
      gen: 0,
    });
  });
  it('gives a replay the same refresh token, byte for byte, and a fresh access token', async () => {
    const t = testIssuer();
    const first = refreshTokenOf(await t.issue());
    const rotated = (await t.refresh(first)) as TokenGrant;
    t.clock.now += 29_999;
    const replayed = (await t.refresh(first)) as TokenGrant;
    expect(replayed.refreshToken.reveal()).toBe(rotated.refreshToken.reveal());
    expect(replayed.accessToken.reveal()).not.toBe(rotated.accessToken.reveal());
    expect(replayed.rotated).toBe(true);
    expect(refreshTokenOf(rotated)).not.toBe(first);
  });
  it('heals a reply lost for hours, and takes the voided successor for reuse', async () => {
    const t = testIssuer();
    const first = refreshTokenOf(await t.issue());
    const lost = refreshTokenOf(await t.refresh(first));
    t.clock.now += 3_600_000;
    const healed = refreshTokenOf(await t.refresh(first));
    expect(healed).not.toBe(lost);
    expect(await t.refresh(lost)).toMatchObject({ code: 'TOKEN_REUSED' });
    expect(await t.refresh(healed)).toMatchObject({ code: 'SESSION_REVOKED' });
  });
  it('ends as a whole when a spent token comes back: reused once, revoked from then on', async () => {
    const t = testIssuer();
    const grant = await t.issue();
    const first = refreshTokenOf(grant);
    const current = refreshTokenOf(await t.refresh(refreshTokenOf(await t.refresh(first))));
    expect(await t.refresh(first)).toMatchObject({ code: 'TOKEN_REUSED', reauthenticate: true });
    expect(await t.refresh(first)).toMatchObject({ code: 'SESSION_REVOKED' });
    expect(await t.refresh(current)).toMatchObject({ code: 'SESSION_REVOKED' });
    expect(await t.issuer.authenticate(grant.accessToken, t.call)).toBeNull();
  });
  it('enters every occurrence into the audit trail once', async () => {
    const t = testIssuer();
    const first = refreshTokenOf(await t.issue());
    await t.refresh(first);
    await t.refresh(first);
    t.clock.now += 60_000;
    const current = refreshTokenOf(await t.refresh(first));
    await t.refresh(refreshTokenOf(await t.refresh(current)));
    await t.refresh(first);
    await t.refresh(first);
    const other = refreshTokenOf(await t.issue());
    t.clock.now += 14 * DAY * 1000;
    await t.refresh(other);
    expect(t.events.map((it) => it.type)).toEqual([
      'session.issued',
      'session.refreshed',
      'session.replayed',
      'session.recovered',
      'session.refreshed',
      'session.refreshed',
      'session.reused',
      'session.issued',
      'session.expired',
    ]);
    const sid = claimsOf(first)['sid'];
    expect(t.events[0]).toEqual({
      type: 'session.issued',
      at: T0,
      correlationId: t.call.correlationId,
      sessionId: sid,
      userId: 'ada',
    });
  });
  it('gives 50 racing refreshes one refresh token', async () => {
    const t = testIssuer();
    const first = refreshTokenOf(await t.issue());
    const grants = await Promise.all(Array.from({ length: 50 }, () => t.refresh(first)));
    expect(new Set(grants.map(refreshTokenOf)).size).toBe(1);
    expect(new Set(grants.map((it) => (it as TokenGrant).accessToken.reveal())).size).toBe(50);
  });
});

describe('the deadlines of a pair', () => {
  it('holds a refresh token until its exp, to the millisecond', async () => {
    const t = testIssuer({ accessTokenTtl: 60, refreshTokenTtl: 60 });
    t.clock.now = T0 + 999;
    const grant = await t.issue();
    expect(grant.refreshTokenExpiresAt).toBe(T0 + 60_000);
    t.clock.now = T0 + 60_000;
    expect(await t.refresh(refreshTokenOf(grant))).toMatchObject({ code: 'TOKEN_EXPIRED' });
    t.clock.now = T0 + 59_999;
    expect(await t.refresh(refreshTokenOf(grant))).toMatchObject({ kind: 'Token' });
  });
  it('refuses an expired token that was spent long ago without an alarm', async () => {
    const t = testIssuer({ accessTokenTtl: 60, refreshTokenTtl: 60, lostResponseWindow: 0 });
    const spent = refreshTokenOf(await t.issue());
    t.clock.now = T0 + 30_000;
    const current = refreshTokenOf(await t.refresh(spent));
    t.clock.now = T0 + 60_000;
    expect(await t.refresh(spent)).toMatchObject({ code: 'TOKEN_EXPIRED' });
    expect(await t.refresh(current)).toMatchObject({ kind: 'Token' });
  });
  it('gives the successor of a token that was spent in time until the grace ends, and changes nothing', async () => {
    const t = testIssuer({ accessTokenTtl: 60, refreshTokenTtl: 60 });
    const spent = refreshTokenOf(await t.issue());
    t.clock.now = T0 + 59_900;
    const current = refreshTokenOf(await t.refresh(spent));
    t.clock.now = T0 + 60_200;
    expect(refreshTokenOf(await t.refresh(spent))).toBe(current);
    expect(t.events.at(-1)).toMatchObject({ type: 'session.replayed' });
    t.clock.now = T0 + 89_900;
    expect(await t.refresh(spent)).toMatchObject({ code: 'TOKEN_EXPIRED' });
    // The device that holds the successor goes on.
    expect(await t.refresh(current)).toMatchObject({ kind: 'Token' });
    expect(await t.refresh(spent)).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
  it('gives nothing for an expired token of a session that has ended since', async () => {
    const t = testIssuer({ accessTokenTtl: 60, refreshTokenTtl: 60 });
    const spent = refreshTokenOf(await t.issue());
    t.clock.now = T0 + 59_900;
    await t.refresh(spent);
    await t.issuer.revokeSessions({ userId: 'ada' }, t.call);
    t.clock.now = T0 + 60_200;
    expect(await t.refresh(spent)).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });
  it('never lets an access token outlive its session', async () => {
    const t = testIssuer({ sessionMaxAge: 100, refreshTokenTtl: 100, accessTokenTtl: 100 });
    const first = await t.issue();
    t.clock.now += 90_000;
    const grant = (await t.refresh(refreshTokenOf(first))) as TokenGrant;
    expect(grant.accessTokenExpiresAt).toBe(T0 + 100_000);
    expect(grant.refreshTokenExpiresAt).toBe(T0 + 100_000);
  });
  it('takes a token of a node whose clock is ahead by ten minutes at most', async () => {
    const t = testIssuer();
    t.clock.now = T0 + 600_000;
    const ahead = await t.issue();
    const farAhead = await t.issue();
    t.clock.now = T0;
    expect(await t.refresh(refreshTokenOf(ahead))).toMatchObject({ kind: 'Token' });
    expect(await t.issuer.authenticate(ahead.accessToken, t.call)).toMatchObject({ userId: 'ada' });
    t.clock.now = T0 - 1000;
    expect(await t.refresh(refreshTokenOf(farAhead))).toMatchObject({ code: 'TOKEN_INVALID' });
  });
});

describe('ending and listing sessions', () => {
  it('ends the session of a refresh token, and takes any other token for a success', async () => {
    const t = testIssuer();
    const grant = await t.issue();
    const revoke = (token: string) => t.issuer.revoke({ refreshToken: secret(token) }, t.call);
    expect(await revoke('nonsense')).toBeNull();
    expect(await revoke(grant.accessToken.reveal())).toBeNull();
    expect(await t.issuer.authenticate(grant.accessToken, t.call)).not.toBeNull();
    expect(await revoke(refreshTokenOf(grant))).toBeNull();
    expect(await revoke(refreshTokenOf(grant))).toBeNull();
    expect(await t.refresh(refreshTokenOf(grant))).toMatchObject({ code: 'SESSION_REVOKED' });
    expect(await t.issuer.authenticate(grant.accessToken, t.call)).toBeNull();
    expect(t.events.filter((it) => it.type === 'session.revoked')).toHaveLength(1);
  });
  it('ends the session of an expired refresh token, which may live on in a later one', async () => {
    const t = testIssuer({ accessTokenTtl: 60, refreshTokenTtl: 60 });
    const spent = await t.issue();
    t.clock.now = T0 + 30_000;
    const current = refreshTokenOf(await t.refresh(refreshTokenOf(spent)));
    t.clock.now = T0 + 60_000;
    expect(await t.issuer.revoke(spent, t.call)).toBeNull();
    expect(await t.refresh(current)).toMatchObject({ code: 'SESSION_REVOKED' });
  });
  it('ends the session of any token that it signed, also where the clock went back or ISSUER_URL was wrong', async () => {
    const t = testIssuer();
    const [early, other] = [await t.issue(), await t.issue()];
    t.clock.now = T0 - 3_600_000;
    expect(await t.refresh(refreshTokenOf(early))).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await t.issuer.revoke(early, t.call)).toBeNull();
    const misnamed = testIssuer({ store: t.store, issuerUrl: 'https://wrong.example' });
    expect(await misnamed.issuer.revoke(other, t.call)).toBeNull();
    t.clock.now = T0;
    for (const { refreshToken } of [early, other]) {
      const answer = await t.refresh(refreshToken.reveal());
      expect(answer).toMatchObject({ code: 'SESSION_REVOKED' });
    }
  });
  it('ends one, all others or all sessions of a user, and says how many were live', async () => {
    const t = testIssuer();
    const pairs = [await t.issue(), await t.issue(), await t.issue(), await t.issue()];
    const [a, b] = pairs.map((it) => String(claimsOf(refreshTokenOf(it))['sid']));
    const end = (selector: Parameters<typeof t.issuer.revokeSessions>[0]) =>
      t.issuer.revokeSessions(selector, t.call);
    expect(await end({ sessionId: a!, userId: 'bob' })).toBe(0);
    expect(await end({ sessionId: a!, userId: 'ada' })).toBe(1);
    expect(await end({ userId: 'ada', exceptSessionId: b! })).toBe(2);
    expect(await end({ userId: 'ada' })).toBe(1);
    const ended = t.events.filter((it) => it.type === 'session.revoked');
    expect(ended).toHaveLength(4);
    expect(ended[3]).toMatchObject({ sessionId: null, userId: 'ada' });
  });
  it('lists live sessions of users in one query, and an empty list where there are none', async () => {
    const t = testIssuer();
    const grant = await t.issue();
    await t.refresh(refreshTokenOf(grant));
    t.calls.length = 0;
    const listed = await t.issuer.activeSessions(['ada', 'bob'], 10, t.call);
    expect(t.calls).toEqual(['listLive']);
    expect(listed).toEqual(
      new Map([
        ['ada', [expect.objectContaining({ lastRefreshedAt: T0, createdAt: T0, userId: 'ada' })]],
        ['bob', []],
      ]),
    );
    const id = String(claimsOf(refreshTokenOf(grant))['sid']);
    expect(await t.issuer.sessions([id, 'nobody'], t.call)).toHaveProperty('size', 1);
    await t.issuer.revokeSessions({ sessionId: id }, t.call);
    expect(await t.issuer.sessions([id], t.call)).toHaveProperty('size', 0);
  });
  it('hands out the current refresh token of a live session to its own process', async () => {
    const t = testIssuer();
    const current = refreshTokenOf(await t.refresh(refreshTokenOf(await t.issue())));
    const id = String(claimsOf(current)['sid']);
    expect((await t.issuer.currentRefreshToken(id, T0))?.reveal()).toBe(current);
    await t.issuer.revokeSessions({ sessionId: id }, t.call);
    expect(await t.issuer.currentRefreshToken(id, T0)).toBeNull();
  });
});
