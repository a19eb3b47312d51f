import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import type { Lease } from '../../domain/replyStore.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { shown, T0, testExchange } from './exchangeFixture.ts';
import { fragile, held } from './faultyStores.ts';
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
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    await t.refresh('t');
    broken.add('settle');
    expect(await t.revoke('t')).toMatchObject({ code: 'ISSUER_UNAVAILABLE', retryable: true });
    broken.clear();
    expect(await t.revoke('t')).toBeNull();
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('of a token that the issuer had refused, it is refused for another ten minutes', async () => {
    const t = testExchange();
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    await t.refresh('t');
    t.clock.now = T0 + 500_000;
    expect(await t.revoke('t')).toBeNull();
    t.clock.now = T0 + 1_000_000;
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.upstream.sent).toEqual(['t']);
  });
});
