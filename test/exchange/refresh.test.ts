import { describe, expect, it } from 'vitest';
import { encodeOutcome } from '../../adapters/exchange/outcome.ts';
import {
  type AnyRefreshError,
  InvalidRefreshTokenError,
  IssuerRejectedError,
  IssuerUnavailableError,
  RateLimitedError,
} from '../../domain/refreshError.ts';
import { createMemoryReplies } from '../../issuer/store/replies/memoryReplies.ts';
import { grant, RETENTION, shown, T0, testExchange, testUpstream } from './exchangeFixture.ts';
import { manualTimers } from './manualTimers.ts';

/** Two processes over one store. */
function twoProcesses(changes: Parameters<typeof testExchange>[0] = {}) {
  const store = createMemoryReplies();
  const timers = manualTimers();
  const upstream = testUpstream(changes.facts);
  const process = () => testExchange({ store, timers, upstream, ...changes });
  return { one: process(), two: process(), timers, upstream, store };
}

describe('one token', () => {
  it('makes one upstream call however many ask at once, and all get the same pair', async () => {
    const { refresh, upstream, types } = testExchange();
    const outcomes = await Promise.all(Array.from({ length: 50 }, () => refresh('t')));
    expect(new Set(outcomes.map(shown))).toEqual(new Set(["at_of_t' t'"]));
    expect(upstream.sent).toEqual(['t']);
    expect(types()).toEqual(Array(49).fill('shared'));
  });

  it('makes one call across processes too', async () => {
    const { one, two, timers, upstream } = twoProcesses();
    const { promise, resolve } = Promise.withResolvers<void>();
    upstream.answer = () => promise.then(() => grant('u'));
    const outcomes = Promise.all([one.refresh('t'), two.refresh('t'), two.refresh('t')]);
    await timers.pass(3000);
    resolve();
    await timers.pass(300);
    expect((await outcomes).map(shown)).toEqual(Array(3).fill('at_of_u u'));
    expect(upstream.sent).toEqual(['t']);
    expect(two.types()).toEqual(['shared', 'shared']);
  });

  it('gives the same pair again for the retention, and is sent again after it', async () => {
    const { refresh, upstream, clock, types } = testExchange();
    const first = await refresh('t');
    clock.now = T0 + RETENTION - 1;
    const again = await refresh('t');
    expect(JSON.parse(encodeOutcome(again))).toEqual(JSON.parse(encodeOutcome(first)));
    expect(again).toMatchObject({ issuer: upstream.issuer.facts });
    expect(types()).toEqual(['replayed']);
    clock.now = T0 + RETENTION;
    await refresh('t');
    expect(upstream.sent).toEqual(['t', 't']);
  });

  it('gives the newest pair to who comes so late that its successor has been spent too', async () => {
    const { refresh, upstream, clock } = testExchange();
    await refresh('t');
    clock.now += 1000;
    await refresh("t'");
    const late = await refresh('t');
    expect(shown(late)).toBe("at_of_t'' t''");
    clock.now += RETENTION;
    expect(shown(await refresh("t''"))).toBe("at_of_t''' t'''");
    expect(upstream.sent).toEqual(['t', "t'", "t''"]);
  });

  it('is not the same token at another issuer', async () => {
    const store = createMemoryReplies();
    const one = testExchange({ store });
    const other = testExchange({ store, facts: { id: 'oauth2:y' } });
    await one.refresh('t');
    await other.refresh('t');
    expect([...one.upstream.sent, ...other.upstream.sent]).toEqual(['t', 't']);
  });

  it('goes on upstream when the caller has gone', async () => {
    const { refresh, upstream } = testExchange();
    void refresh('t');
    expect(shown(await refresh('t'))).toBe("at_of_t' t'");
    expect(upstream.sent).toEqual(['t']);
  });

  it('is waited for before the exchange closes', async () => {
    const { refresh, exchange, store, upstream } = testExchange();
    const { promise, resolve } = Promise.withResolvers<void>();
    upstream.answer = () => promise.then(() => grant('u'));
    void refresh('t');
    const closed = exchange.close();
    resolve();
    await closed;
    expect(await store.purge(T0 + RETENTION, 9)).toBe(1);
  });
});

describe('the same token with other parameters', () => {
  it('is not sent a second time once it is spent, and nobody is signed out for it', async () => {
    const { refresh, upstream, types } = testExchange();
    await refresh('t', { scope: 'a' });
    const refused = await refresh('t', { scope: 'b' });
    expect(refused).toMatchObject({
      code: 'INVALID_INPUT',
      reauthenticate: false,
      field: ['input'],
    });
    expect(upstream.sent).toEqual(['t']);
    expect(types()).toEqual([]);
  });

  it('waits for its turn where the issuer does not replace tokens', async () => {
    const { refresh, upstream, timers } = testExchange();
    upstream.answer = async ({ refreshToken, scope }) =>
      grant(refreshToken.reveal(), { rotated: false, scope: [scope!] });
    const both = Promise.all([refresh('t', { scope: 'a' }), refresh('t', { scope: 'b' })]);
    await timers.pass(100);
    expect(await both).toMatchObject([{ scope: ['a'] }, { scope: ['b'] }]);
    expect(upstream.sent).toEqual(['t', 't']);
  });

  it('does not wait for a mistaken one that was refused', async () => {
    const { refresh, upstream } = testExchange();
    upstream.answer = async ({ scope }) =>
      scope === 'wrong' ? new InvalidRefreshTokenError('TOKEN_INVALID') : grant('u');
    expect(shown(await refresh('t', { scope: 'wrong' }))).toBe('TOKEN_INVALID');
    expect(shown(await refresh('t', { scope: 'right' }))).toBe('at_of_u u');
  });

  it('means the values, not their order', async () => {
    const { refresh, upstream } = testExchange();
    await refresh('t', { scope: ['a', 'b'] as never });
    await refresh('t', { scope: ['b', 'a'] as never });
    expect(upstream.sent).toEqual(['t']);
  });
});

describe('a token that was not replaced', () => {
  it('gives a new access token as soon as the one before is of no use', async () => {
    const { refresh, upstream, clock } = testExchange();
    upstream.answer = async () => grant('t', { rotated: false, accessTokenExpiresAt: T0 + 5000 });
    await refresh('t');
    clock.now = T0 + 4999;
    await refresh('t');
    expect(upstream.sent).toHaveLength(1);
    clock.now = T0 + 5000;
    await refresh('t');
    expect(upstream.sent).toHaveLength(2);
  });
});

describe('a refusal', () => {
  const refusing = (error: () => AnyRefreshError) => {
    const exchange = testExchange();
    exchange.upstream.answer = async () => error();
    return exchange;
  };

  it('for good is remembered for ten minutes: a thousand retries make one call', async () => {
    const t = refusing(() => new InvalidRefreshTokenError('TOKEN_INVALID'));
    for (let retry = 0; retry < 1000; retry += 1) {
      expect(shown(await t.refresh('t'))).toBe('TOKEN_INVALID');
    }
    expect(t.upstream.sent).toHaveLength(1);
    t.clock.now = T0 + 600_000;
    await t.refresh('t');
    expect(t.upstream.sent).toHaveLength(2);
  });

  it('keeps what it says when it is remembered', async () => {
    const facts = { message: 'Gone.', retryable: false, reauthenticate: true };
    const t = refusing(
      () => new InvalidRefreshTokenError('TOKEN_EXPIRED', { ...facts, cause: 'x' }),
    );
    const [first, again] = [await t.refresh('t'), await t.refresh('t')];
    expect(again).toMatchObject({ ...facts, code: 'TOKEN_EXPIRED', cause: undefined });
    expect(again).not.toBe(first);
  });

  it.each([
    ['a limit', () => new RateLimitedError(7)],
    ['an upstream that is down', () => new IssuerUnavailableError('ISSUER_UNAVAILABLE')],
    ['a refusal that is not about the token', () => new IssuerRejectedError()],
    ['an unknown outcome', () => new IssuerUnavailableError('OUTCOME_UNKNOWN')],
    [
      'an invalid token that may be valid',
      () => new InvalidRefreshTokenError('TOKEN_INVALID', { retryable: true }),
    ],
  ])('for the time being is not remembered: %s', async (_name, error) => {
    const t = refusing(error);
    await t.refresh('t');
    await t.refresh('t');
    expect(t.upstream.sent).toHaveLength(2);
  });

  it('of an unknown outcome is the answer of all who have waited, in all processes', async () => {
    const { one, two, timers, upstream } = twoProcesses();
    const { promise, resolve } = Promise.withResolvers<void>();
    upstream.answer = () =>
      promise.then(() => new IssuerUnavailableError('OUTCOME_UNKNOWN', { retryAfter: 3 }));
    const outcomes = Promise.all([one.refresh('t'), one.refresh('t'), two.refresh('t')]);
    await timers.pass(1000);
    resolve();
    await timers.pass(300);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({
        code: 'OUTCOME_UNKNOWN',
        retryAfter: 3,
        tokenMayBeConsumed: true,
      });
    }
    expect(upstream.sent).toEqual(['t']);
  });

  it('beyond ten thousand in ten minutes is remembered only briefly', async () => {
    const t = refusing(() => new InvalidRefreshTokenError('TOKEN_INVALID'));
    for (let token = 0; token <= 10_000; token += 1) await t.refresh(`${token}`);
    t.clock.now = T0 + 10_000;
    await t.refresh('0');
    await t.refresh('10000');
    expect(t.upstream.sent.slice(10_001)).toEqual(['10000']);
  });
});
