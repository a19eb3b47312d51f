import { describe, expect, it } from 'vitest';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import {
  grant,
  shown,
  T0,
  testExchange,
  testUpstream,
  UPSTREAM_TIMEOUT,
} from './exchangeFixture.ts';
import { fragile, held, mortal } from './faultyStores.ts';
import { manualTimers, settled } from './manualTimers.ts';

/** Of an issuer that must not be asked twice, and of one that may. */
const LEASE = UPSTREAM_TIMEOUT + 1000;
const SHORT_LEASE = 4000;

/** An exchange that is asked for what another one has asked an upstream that never answers. */
async function besideOneThatHangs() {
  const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
  const one = testExchange({ store, timers, upstream });
  const two = testExchange({ store, timers, upstream });
  upstream.answer = () => new Promise(() => {});
  void one.refresh('t');
  await settled();
  const second = two.refresh('t');
  return { two, timers, second };
}

describe('a holder that dies while the issuer is asked', () => {
  it('is replaced by one waiter within the lease and a poll', async () => {
    const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
    const doomed = mortal(store);
    const one = testExchange({ store: doomed.store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    const three = testExchange({ store, timers, upstream });
    upstream.answer = (_credential, count) =>
      count === 1 ? new Promise(() => {}) : Promise.resolve(grant('u'));
    void one.refresh('t');
    await settled();
    const waiting = Promise.all([two.refresh('t'), three.refresh('t')]);
    await timers.pass(1500);
    doomed.stop();
    await timers.pass(2 * LEASE);
    expect((await waiting).map(shown)).toEqual(['at_of_u u', 'at_of_u u']);
    expect(upstream.sent).toEqual(['t', 't']);
    const types = [...two.types(), ...three.types()];
    expect(types.filter((type) => type === 'taken_over')).toHaveLength(1);
  });

  it('is replaced whatever the clocks of the machines say', async () => {
    const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
    const one = testExchange({ store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    two.clock.now = T0 + 3_600_000;
    const call = held();
    upstream.answer = () => call.promise.then(() => grant('u'));
    void one.refresh('t');
    await settled();
    const waiting = two.refresh('t');
    await timers.pass(1.5 * LEASE);
    expect(upstream.sent).toEqual(['t']);
    call.answer();
    await timers.pass(300);
    expect(shown(await waiting)).toBe('at_of_u u');
  });
});

describe('a holder that lives, but cannot reach the store', () => {
  /** One waits for the upstream without a beat in the store, the other for one. */
  async function cutOff(idempotent: boolean) {
    const [store, timers] = [createMemoryReplies(), manualTimers()];
    const upstream = testUpstream({ idempotent });
    const lonely = fragile(store);
    const one = testExchange({ store: lonely.store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    const call = held();
    upstream.answer = () => call.promise.then(() => grant('u'));
    lonely.broken.add('renew');
    const first = one.refresh('t');
    await settled();
    return { call, first, second: two.refresh('t'), timers, sent: upstream.sent };
  }

  it('is not doubled while the issuer is asked, however long that may take', async () => {
    const { call, first, second, timers, sent } = await cutOff(false);
    await timers.pass(UPSTREAM_TIMEOUT);
    call.answer();
    await timers.pass(300);
    expect([shown(await first), shown(await second)]).toEqual(['at_of_u u', 'at_of_u u']);
    expect(sent).toEqual(['t']);
  });

  it('is left the second after that, too, to reach the store again, and no longer', async () => {
    const { timers, sent } = await cutOff(false);
    await timers.pass(LEASE - 1);
    expect(sent).toEqual(['t']);
    await timers.pass(300);
    expect(sent).toEqual(['t', 't']);
  });

  it('is doubled soon where that is harmless', async () => {
    const { call, first, second, timers, sent } = await cutOff(true);
    await timers.pass(SHORT_LEASE + 300);
    expect(sent).toEqual(['t', 't']);
    call.answer();
    await timers.pass(300);
    expect([shown(await first), shown(await second)]).toEqual(['at_of_u u', 'at_of_u u']);
  });
});

describe('a call that takes longer than the lease', () => {
  it('is still the only one', async () => {
    const [store, timers] = [createMemoryReplies(), manualTimers()];
    const upstream = testUpstream({ idempotent: true });
    const one = testExchange({ store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    const call = held();
    upstream.answer = () => call.promise.then(() => grant('u'));
    const first = one.refresh('t');
    await settled();
    const second = two.refresh('t');
    await timers.pass(3 * SHORT_LEASE);
    expect(upstream.sent).toEqual(['t']);
    call.answer();
    await timers.pass(300);
    expect([shown(await first), shown(await second)]).toEqual(['at_of_u u', 'at_of_u u']);
  });

  it('is not waited for without end', async () => {
    const { two, timers, second } = await besideOneThatHangs();
    await timers.pass(LEASE + UPSTREAM_TIMEOUT + 300);
    expect(await second).toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      retryable: true,
      retryAfter: 1,
    });
    expect(two.types()).toEqual(['busy']);
  });

  it('is not waited for by an exchange that closes', async () => {
    const { two, timers, second } = await besideOneThatHangs();
    await settled();
    const closed = two.exchange.close();
    await timers.pass(300);
    expect(shown(await second)).toBe('ISSUER_UNAVAILABLE');
    await closed;
  });

  it('of a process that stood still gives the pair of who has asked since', async () => {
    const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
    const paused = fragile(store);
    const one = testExchange({ store: paused.store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    const calls = [held(), held()];
    upstream.answer = (_credential, count) =>
      calls[count - 1]!.promise.then(() => grant(`u${count}`));
    paused.broken.add('renew');
    const first = one.refresh('t');
    await settled();
    const second = two.refresh('t');
    await timers.pass(2 * LEASE);
    calls[1]!.answer();
    await timers.pass(300);
    calls[0]!.answer();
    expect([shown(await first), shown(await second)]).toEqual(['at_of_u2 u2', 'at_of_u2 u2']);
    expect(one.types()).toEqual(['lease_lost']);
  });
});
