import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError, IssuerUnavailableError } from '../../domain/refreshError.ts';
import type { ReplyStore } from '../../domain/replyStore.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, shown, T0, testExchange, testUpstream } from './exchangeFixture.ts';
import { manualTimers, settled } from './manualTimers.ts';

const LEASE = 4000;

/** A process that can be stopped in its tracks: from then on it does nothing to the store. */
function mortal(store: ReplyStore) {
  let dead = false;
  const never = new Promise<never>(() => {});
  const entries = Object.entries(store).map(([name, method]) => [
    name,
    (...args: unknown[]) => (dead ? never : method(...args)),
  ]);
  const stop = () => {
    dead = true;
  };
  return { store: Object.fromEntries(entries) as unknown as ReplyStore, stop };
}

/** A store whose named operations fail while they are in `broken`. */
function fragile(store: ReplyStore) {
  const broken = new Set<keyof ReplyStore>();
  const failed: string[] = [];
  const entries = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      if (!broken.has(name as keyof ReplyStore)) return method(...args);
      failed.push(name);
      throw new Error('The disk is full.');
    },
  ]);
  return { store: Object.fromEntries(entries) as unknown as ReplyStore, broken, failed };
}

function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { promise, answer: resolve };
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
    await timers.pass(3 * LEASE);
    expect(upstream.sent).toEqual(['t']);
    call.answer();
    await timers.pass(300);
    expect(shown(await waiting)).toBe('at_of_u u');
  });
});

describe('a call that takes longer than the lease', () => {
  it('is still the only one', async () => {
    const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
    const one = testExchange({ store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    const call = held();
    upstream.answer = () => call.promise.then(() => grant('u'));
    const first = one.refresh('t');
    await settled();
    const second = two.refresh('t');
    await timers.pass(4 * LEASE);
    expect(upstream.sent).toEqual(['t']);
    call.answer();
    await timers.pass(300);
    expect([shown(await first), shown(await second)]).toEqual(['at_of_u u', 'at_of_u u']);
  });

  it('is not waited for without end', async () => {
    const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
    const one = testExchange({ store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    upstream.answer = () => new Promise(() => {});
    void one.refresh('t');
    await settled();
    const second = two.refresh('t');
    await timers.pass(60_000);
    expect(await second).toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      retryable: true,
      retryAfter: 1,
    });
    expect(two.types()).toEqual(['busy']);
  });

  it('is not waited for by an exchange that closes', async () => {
    const [store, timers, upstream] = [createMemoryReplies(), manualTimers(), testUpstream()];
    const one = testExchange({ store, timers, upstream });
    const two = testExchange({ store, timers, upstream });
    upstream.answer = () => new Promise(() => {});
    void one.refresh('t');
    await settled();
    const second = two.refresh('t');
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

describe('a store that fails', () => {
  it('before the call: nothing is sent, and nobody is signed out', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    broken.add('claim');
    expect(await t.refresh('t')).toMatchObject({
      ...{ code: 'ISSUER_UNAVAILABLE', retryable: true, reauthenticate: false },
      tokenMayBeConsumed: false,
    });
    expect(t.upstream.sent).toEqual([]);
    expect(t.types()).toEqual(['store_failure']);
    broken.clear();
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
  });

  it('before the call: an issuer that may be asked twice is asked', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store, facts: { idempotent: true } });
    broken.add('claim');
    const outcomes = await Promise.all([t.refresh('t'), t.refresh('t')]);
    expect(outcomes.map(shown)).toEqual(["at_of_t' t'", "at_of_t' t'"]);
    expect(t.upstream.sent).toEqual(['t']);
  });

  it('after the call: the pair is answered at once, kept in the process, and stored as soon as that works', async () => {
    const memory = createMemoryReplies();
    const { store, broken, failed } = fragile(memory);
    const timers = manualTimers();
    const t = testExchange({ store, timers });
    const other = testExchange({ store: memory, timers, upstream: t.upstream });
    broken.add('settle');
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    await timers.pass(5000);
    expect(failed.filter((name) => name === 'settle').length).toBeGreaterThan(3);
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    const waiting = other.refresh('t');
    await timers.pass(LEASE + 1000);
    broken.clear();
    await timers.pass(2000);
    expect(shown(await waiting)).toBe("at_of_t' t'");
    expect(t.upstream.sent).toEqual(['t']);
    expect(t.types()).toEqual(['persist_failure', 'shared', 'persist_recovered']);
  });

  it('for longer than the reply is kept: it is given up, and the exchange can close', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    broken.add('settle');
    await t.refresh('t');
    await t.timers.pass(2000);
    t.clock.now = T0 + 30_000;
    await t.timers.pass(2000);
    expect(t.types()).toEqual(['persist_failure', 'persist_abandoned']);
    await t.exchange.close();
  });

  it('to take a failure: who asks meanwhile gets to know it, and who asks later is sent', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    t.upstream.answer = async () => new IssuerUnavailableError('ISSUER_UNAVAILABLE');
    broken.add('settle');
    expect(shown(await t.refresh('t'))).toBe('ISSUER_UNAVAILABLE');
    broken.clear();
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_EXPIRED');
    const next = t.refresh('t');
    await t.timers.pass(1000);
    expect(shown(await next)).toBe('ISSUER_UNAVAILABLE');
    expect(shown(await t.refresh('t'))).toBe('TOKEN_EXPIRED');
  });
});

describe('an issuer that throws', () => {
  it('is a defect with an unknown outcome, and holds nothing up', async () => {
    const t = testExchange();
    t.upstream.answer = () => Promise.reject(new Error('unexpected'));
    expect(shown(await t.refresh('t'))).toBe('OUTCOME_UNKNOWN');
    expect(t.types()).toEqual(['defect']);
    t.upstream.answer = async () => grant('u');
    expect(shown(await t.refresh('t'))).toBe('at_of_u u');
  });
});
