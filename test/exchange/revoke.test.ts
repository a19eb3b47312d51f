import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError, IssuerUnavailableError } from '../../domain/refreshError.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, shown, T0, testExchange } from './exchangeFixture.ts';
import { fragile } from './faultyStores.ts';
import { settled } from './manualTimers.ts';

/** A store that fails after so many more claims. */
function counting() {
  const store = createMemoryReplies();
  let left = Number.POSITIVE_INFINITY;
  const claim: typeof store.claim = (wish) =>
    left-- > 0 ? store.claim(wish) : Promise.reject(new Error('The disk is full.'));
  const allow = (count: number) => {
    left = count;
  };
  return { store: { ...store, claim }, allow };
}

describe('a revocation', () => {
  it('is forwarded, and the token is refused for ten minutes without being sent', async () => {
    const t = testExchange();
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t']);
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    t.clock.now = T0 + 599_999;
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.upstream.sent).toEqual([]);
    t.clock.now = T0 + 600_000;
    await t.refresh('t');
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('holds for who has the token from before, too: no pair of the session is given again', async () => {
    const t = testExchange();
    await t.refresh('t');
    expect(await t.revoke("t'")).toBeNull();
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.upstream.sent).toEqual(['t']);
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
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    resolve(null);
    expect(await revoked).toBeNull();
    await t.timers.pass(300);
    expect(shown(await refreshed)).toBe('TOKEN_INVALID');
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
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('of a token that the issuer has refused for good has nothing left to do', async () => {
    const t = testExchange();
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    await t.refresh('t');
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual([]);
  });

  it('that cannot look for a successor is sent, but is no success: asking again makes it one', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    await t.refresh('t');
    broken.add('claim');
    expect(await t.revoke('t')).toMatchObject({
      ...{ code: 'ISSUER_UNAVAILABLE', retryable: true, reauthenticate: false },
      tokenMayBeConsumed: false,
    });
    expect(t.upstream.revoked).toEqual(['t']);
    expect(t.types()).toEqual(['store_failure']);
    broken.clear();
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t', "t'"]);
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
  });

  it('that loses sight of the successors on its way keeps them for who asks again', async () => {
    const { store, allow } = counting();
    const t = testExchange({ store });
    await t.refresh('t');
    await t.refresh("t'");
    allow(1);
    expect(await t.revoke('t')).toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(t.upstream.revoked).toEqual(["t'"]);
    allow(Number.POSITIVE_INFINITY);
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(["t'", "t''"]);
  });

  it('without the store is a success at an issuer whose tokens are not spent', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store, facts: { idempotent: true } });
    broken.add('claim');
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t']);
  });

  it('is a success at such an issuer also where the store does nothing at all', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store, facts: { idempotent: true } });
    broken.add('claim').add('settle').add('find').add('forget').add('renew');
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(['t']);
  });

  it('holds whatever the parameters are', async () => {
    const t = testExchange();
    await t.refresh('t');
    expect(await t.revoke('t', { scope: 'other' })).toBeNull();
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('without the store gives the answer of an issuer that refuses', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    t.upstream.issuer.revoke = async () => new IssuerUnavailableError('OUTCOME_UNKNOWN');
    broken.add('claim');
    expect(await t.revoke('t')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
  });

  it('ends a session that was refreshed many times since', async () => {
    const t = testExchange();
    for (let count = 0; count < 50; count += 1) await t.refresh(`t${"'".repeat(count)}`);
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual([`t${"'".repeat(50)}`]);
    expect(shown(await t.refresh(`t${"'".repeat(25)}`))).toBe('TOKEN_INVALID');
  });

  it('that cannot catch up with a session is no success', async () => {
    const t = testExchange();
    t.upstream.answer = async ({ refreshToken }) =>
      grant(refreshToken.reveal() === 't' ? 'u' : 't');
    await t.refresh('t');
    await t.refresh('u');
    expect(await t.revoke('t')).toMatchObject({ code: 'ISSUER_UNAVAILABLE', retryAfter: 1 });
  });

  it('that fails while the store fails too loses no kept pair', async () => {
    const { store, allow } = counting();
    const t = testExchange({ store });
    await t.refresh('t');
    t.upstream.issuer.revoke = async () => new IssuerUnavailableError('OUTCOME_UNKNOWN');
    // The store still tells of the successor, but fails when that is to be held.
    allow(1);
    expect(await t.revoke('t')).toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    allow(Number.POSITIVE_INFINITY);
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
