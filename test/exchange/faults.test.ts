import { describe, expect, it } from 'vitest';
import { InvalidRefreshTokenError, IssuerUnavailableError } from '../../domain/refreshError.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, shown, T0, testExchange } from './exchangeFixture.ts';
import { fragile } from './faultyStores.ts';
import { manualTimers } from './manualTimers.ts';

const LEASE = 11_000;

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

  it('while the process ends: it is tried for six seconds more, and then given up', async () => {
    const { store, broken } = fragile(createMemoryReplies());
    const t = testExchange({ store });
    broken.add('settle');
    await t.refresh('t');
    await t.timers.pass(3000);
    const closed = t.exchange.close();
    await t.timers.pass(5900);
    expect(t.types()).toEqual(['persist_failure']);
    await t.timers.pass(1100);
    expect(t.types()).toEqual(['persist_failure', 'persist_abandoned']);
    await closed;
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
