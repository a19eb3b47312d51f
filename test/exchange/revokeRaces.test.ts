import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, shown, testExchange } from './exchangeFixture.ts';
import { fragile, held } from './faultyStores.ts';
import { settled } from './manualTimers.ts';

/** An exchange whose store has not taken the reply of one refresh. */
async function unsaved() {
  const { store, broken } = fragile(createMemoryReplies());
  const t = testExchange({ store });
  broken.add('settle');
  await t.refresh('t');
  return { t, store, broken };
}

const revokedSession = async () => new InvalidRefreshTokenError('TOKEN_INVALID');

describe('signing out while a refresh is under way', () => {
  it.each([
    ['in this process', false],
    ['in another, for which this one waits', true],
  ])('%s: the pair is not given again', async (_where, other) => {
    const one = testExchange();
    const two = other ? testExchange({ ...one, upstream: one.upstream }) : one;
    const { promise, answer } = held();
    one.upstream.answer = () => promise.then(() => grant('u'));
    void one.refresh('t');
    await settled();
    void two.refresh('t');
    const revoked = two.revoke('t');
    await one.timers.pass(1000);
    answer();
    await one.timers.pass(300);
    expect(await revoked).toBeNull();
    expect(one.upstream.revoked).toEqual(['u']);
    one.upstream.answer = revokedSession;
    expect(shown(await one.refresh('t'))).toBe('TOKEN_INVALID');
    expect(shown(await two.refresh('t'))).toBe('TOKEN_INVALID');
  });

  it('by a late tab: no pair of any later token is given again either', async () => {
    const store = createMemoryReplies();
    const { promise, answer } = held();
    let find = store.find;
    const t = testExchange({ store: { ...store, find: (key) => find(key) } });
    await t.refresh('t');
    await t.refresh("t'");
    find = (key) => promise.then(() => store.find(key));
    const late = t.refresh('t');
    await settled();
    const revoked = t.revoke('t');
    await settled();
    answer();
    expect(shown(await late)).toBe("at_of_t'' t''");
    expect(await revoked).toBeNull();
    expect(t.upstream.revoked).toEqual(["t''"]);
    t.upstream.answer = revokedSession;
    for (const token of ['t', "t'", "t''"])
      expect(shown(await t.refresh(token))).toBe('TOKEN_INVALID');
  });

  it('at an issuer whose lease the store did not take: the pair is not given again', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store, facts: { idempotent: true } });
    const { promise, answer } = held();
    t.upstream.answer = () => promise.then(() => grant('u'));
    broken.add('claim').add('settle');
    void t.refresh('t');
    await settled();
    const ended = held();
    t.upstream.issuer.revoke = () => ended.promise.then((): null => null);
    const revoked = t.revoke('t');
    answer();
    await settled();
    // The reply gets into the store after the revocation has looked there.
    broken.clear();
    await t.timers.pass(1000);
    ended.answer();
    expect(await revoked).toBeNull();
    t.upstream.answer = revokedSession;
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
  });
});

describe('signing out before the store has taken the reply of a refresh', () => {
  it('keeps it from being stored afterwards', async () => {
    const { t, broken } = await unsaved();
    expect(await t.revoke('t')).toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(t.upstream.revoked).toEqual(["t'"]);
    broken.clear();
    await t.timers.pass(5000);
    t.upstream.answer = revokedSession;
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    expect(t.types()).toEqual(['persist_failure', 'store_failure', 'refusal_remembered']);
  });

  it('sends the successor while the store does nothing at all, and ends it when asked again', async () => {
    const { t, broken } = await unsaved();
    broken.add('find').add('claim').add('forget');
    expect(await t.revoke('t')).toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(t.upstream.revoked).toEqual(["t'"]);
    await t.timers.pass(5000);
    broken.clear();
    expect(await t.revoke('t')).toBeNull();
    expect(t.upstream.revoked).toEqual(["t'", "t'"]);
    await t.timers.pass(1000);
    // Nothing is left behind that a caller would have to wait for.
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
  });

  it('takes it out again where it was on its way to the store', async () => {
    const memory = createMemoryReplies();
    const { promise, answer } = held();
    let settlements = 0;
    const settle: typeof memory.settle = async (settlement) => {
      settlements += 1;
      if (settlements === 1) throw new Error('The disk is full.');
      if (settlements === 2) await promise;
      return memory.settle(settlement);
    };
    const t = testExchange({ store: { ...memory, settle } });
    await t.refresh('t');
    await t.timers.pass(200);
    expect(settlements).toBe(2);
    expect(await t.revoke('t')).toBeNull();
    answer();
    await settled();
    t.upstream.answer = revokedSession;
    expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
  });

  it('loses nothing where it fails', async () => {
    const { t, broken } = await unsaved();
    t.upstream.issuer.revoke = revokedSession;
    expect(await t.revoke('t')).not.toBeNull();
    broken.clear();
    await t.timers.pass(5000);
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    expect(t.upstream.sent).toEqual(['t']);
  });
});

describe('a reply that the store has not taken yet', () => {
  it('is stored though its token came with other parameters meanwhile', async () => {
    const { t, broken } = await unsaved();
    const other = t.refresh('t', { scope: 'other' });
    await settled();
    broken.clear();
    await t.timers.pass(5000);
    expect(shown(await other)).toBe('INVALID_INPUT');
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    expect(t.upstream.sent).toEqual(['t']);
  });
});
