import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import type { Lease } from '../../domain/replyStore.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, shown, testExchange } from './exchangeFixture.ts';
import { held } from './faultyStores.ts';
import { settled } from './manualTimers.ts';

describe('after a revocation', () => {
  it('its lease is renewed no more, as it was while the issuer was asked', async () => {
    const renewed: (readonly Lease[])[] = [];
    const renew = async (leases: readonly Lease[]) => void renewed.push(leases);
    const t = testExchange({ store: { ...createMemoryReplies(), renew } });
    const call = held();
    t.upstream.issuer.revoke = () => call.promise.then((): null => null);
    const revoked = t.revoke('t');
    await settled();
    await t.timers.pass(2500);
    expect(renewed).toHaveLength(2);
    call.answer();
    expect(await revoked).toBeNull();
    await t.timers.pass(60_000);
    expect(renewed).toHaveLength(2);
  });

  it('it is no success before what was kept is gone, and asking again makes it one', async () => {
    const store = createMemoryReplies();
    let failures = 1;
    const forget: typeof store.forget = (lease) =>
      failures-- > 0 ? Promise.reject(new Error('The disk is full.')) : store.forget(lease);
    const t = testExchange({ store: { ...store, forget } });
    await t.refresh('t');
    expect(await t.revoke('t')).toMatchObject({ code: 'ISSUER_UNAVAILABLE', retryable: true });
    expect(await t.revoke('t')).toBeNull();
    await t.refresh('t');
    expect(t.upstream.sent).toEqual(['t', 't']);
  });

  it('of a token that the issuer had refused, the refusal is forgotten: the issuer is asked again', async () => {
    const t = testExchange();
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    await t.refresh('t');
    expect(await t.revoke('t')).toBeNull();
    t.upstream.answer = async () => grant('u');
    expect(shown(await t.refresh('t'))).toBe('at_of_u u');
    expect(t.upstream.sent).toEqual(['t', 't']);
  });
});
