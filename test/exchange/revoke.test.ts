import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError, IssuerUnavailableError } from '../../domain/refreshError.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, ROOT_KEY, shown, testExchange } from './exchangeFixture.ts';
import { settled } from './manualTimers.ts';

describe('a revocation', () => {
  it('is forwarded, and leaves nothing behind', async () => {
    const t = testExchange();
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t']);
    expect(await t.store.purge(Number.MAX_SAFE_INTEGER, 9)).toBe(0);
  });

  it('of a token that was just exchanged ends its successor, and its pair is not given again', async () => {
    const t = testExchange();
    await t.refresh('t');
    await t.refresh("t'");
    expect(await t.revoke('t', { scope: 'other' })).toBeNull();
    expect(t.upstream.revoked).toEqual(["t''"]);
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(shown(await t.refresh("t'"))).toBe('TOKEN_INVALID');
  });

  it('waits for a refresh that is under way, in this process and in another', async () => {
    for (const other of [false, true]) {
      const one = testExchange();
      const two = other ? testExchange({ ...one, upstream: one.upstream }) : one;
      const { promise, resolve } = Promise.withResolvers<void>();
      one.upstream.answer = () => promise.then(() => grant('u'));
      void one.refresh('t');
      await settled();
      const revoked = two.revoke('t');
      await one.timers.pass(1000);
      expect(one.upstream.revoked).toEqual([]);
      resolve();
      await one.timers.pass(300);
      expect(await revoked).toBeNull();
      expect(one.upstream.revoked).toEqual(['u']);
    }
  });

  it('keeps a refresh of the token waiting', async () => {
    const t = testExchange();
    const { promise, resolve } = Promise.withResolvers<null>();
    t.upstream.issuer.revoke = () => promise;
    const revoked = t.revoke('t');
    await settled();
    const refreshed = t.refresh('t');
    await t.timers.pass(1000);
    expect(t.upstream.sent).toEqual([]);
    t.upstream.answer = async () => new InvalidRefreshTokenError('SESSION_REVOKED');
    resolve(null);
    expect(await revoked).toBeNull();
    await t.timers.pass(300);
    expect(shown(await refreshed)).toBe('SESSION_REVOKED');
  });

  it('that fails keeps the pair for who asks again', async () => {
    const t = testExchange();
    await t.refresh('t');
    t.upstream.issuer.revoke = async () => new IssuerUnavailableError('OUTCOME_UNKNOWN');
    expect(await t.revoke('t')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('of a token that was not replaced ends that token and its kept pair', async () => {
    const t = testExchange();
    t.upstream.answer = async () => grant('t', { rotated: false });
    await t.refresh('t');
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t']);
    await t.refresh('t');
    expect(t.upstream.sent).toEqual(['t', 't']);
  });

  it('of a token that the issuer has refused for good has nothing left to do', async () => {
    const t = testExchange();
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    await t.refresh('t');
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual([]);
  });

  it('does not need the store', async () => {
    const claim = () => Promise.reject(new Error('The disk is full.'));
    const t = testExchange({ store: { ...createMemoryReplies(), claim } });
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t']);
  });

  it('that fails while the store fails too loses no kept pair', async () => {
    const store = createMemoryReplies();
    let claims = Number.POSITIVE_INFINITY;
    const claim: typeof store.claim = (wish) =>
      claims-- > 0 ? store.claim(wish) : Promise.reject(new Error('The disk is full.'));
    const t = testExchange({ store: { ...store, claim } });
    await t.refresh('t');
    t.upstream.issuer.revoke = async () => new IssuerUnavailableError('OUTCOME_UNKNOWN');
    // The store still tells of the successor, but fails when that is to be held.
    claims = 1;
    expect(await t.revoke('t')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    claims = Number.POSITIVE_INFINITY;
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('is left to an issuer that has none', async () => {
    const t = testExchange({ facts: { revokes: false } });
    await t.revoke('t');
    expect(await t.store.purge(Number.MAX_SAFE_INTEGER, 9)).toBe(0);
    expect(t.upstream.revoked).toEqual(['t']);
  });
});

describe('a change of the root secret', () => {
  it('finds what was exchanged just before it', async () => {
    const store = createMemoryReplies();
    const before = testExchange({ store });
    const first = await before.refresh('t');
    const newKey = createSecretKey(Buffer.alloc(32, 8));
    const { upstream } = before;
    const after = testExchange({ store, upstream, keys: () => [newKey, ROOT_KEY] });
    expect(shown(await after.refresh('t'))).toBe(shown(first));
    await after.refresh('other');
    const later = testExchange({ store, upstream, keys: () => [newKey] });
    expect(shown(await later.refresh('other'))).toBe("at_of_other' other'");
    expect(upstream.sent).toEqual(['t', 'other']);
  });
});
