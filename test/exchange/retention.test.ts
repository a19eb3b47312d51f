import { describe, expect, it } from 'vitest';
import { createRefusalBudget } from '../../adapters/exchange/refusalBudget.ts';
import { InvalidRefreshTokenError, IssuerUnavailableError } from '../../domain/refreshError.ts';
import { grant, shown, T0, testExchange } from './exchangeFixture.ts';
import { CHANGE, skewedNodes } from './skewedNodes.ts';

describe('a pair of an issuer whose tokens may come again', () => {
  it('is given again until its access token has expired, and then asked for anew', async () => {
    const { refresh, upstream, clock } = testExchange({ facts: { idempotent: true } });
    upstream.answer = async () => grant('u', { accessTokenExpiresAt: T0 + 5000 });
    await refresh('t');
    clock.now = T0 + 4999;
    await refresh('t');
    expect(upstream.sent).toEqual(['t']);
    clock.now = T0 + 5000;
    await refresh('t');
    expect(upstream.sent).toEqual(['t', 't']);
  });
});

describe('a late retry', () => {
  it('gets the newest pair also where its node is ahead of the one that kept it', async () => {
    const { nodes, time, upstream } = skewedNodes([0, -1000]);
    time.now = CHANGE + 10_000_000;
    await nodes[0]!.refresh('t');
    time.now += 100;
    const newest = await nodes[1]!.refresh('t.1');
    time.now += 29_400;
    expect(shown(await nodes[0]!.refresh('t'))).toBe(shown(newest));
    expect(upstream.sent).toEqual(['t', 't.1']);
  });
});

describe('a late retry beside other parameters', () => {
  it('gets the pair that is kept although the issuer has refused its token with those', async () => {
    const t = testExchange();
    const pair = await t.refresh('t');
    t.upstream.answer = async () => new InvalidRefreshTokenError('TOKEN_INVALID');
    expect(shown(await t.refresh("t'", { scope: 'wrong' }))).toBe('TOKEN_INVALID');
    expect(shown(await t.refresh('t'))).toBe(shown(pair));
  });
});

describe('a failure', () => {
  it('lies there for a minute, for those who wait for it, and may be purged then', async () => {
    const { refresh, upstream, store } = testExchange();
    upstream.answer = async () => new IssuerUnavailableError('OUTCOME_UNKNOWN');
    await refresh('t');
    expect(await store.purge(T0 + 59_999, 9)).toBe(0);
    expect(await store.purge(T0 + 60_000, 9)).toBe(1);
  });
});

describe('a final refusal', () => {
  it('is remembered for ten minutes if it is one of the first 10,000 in these, else for ten seconds', () => {
    const { retention } = createRefusalBudget();
    for (let count = 1; count < 10_000; count += 1) retention(T0);
    expect([retention(T0), retention(T0)]).toEqual([600_000, 10_000]);
    expect(retention(T0 + 599_999)).toBe(10_000);
    expect(retention(T0 + 600_000)).toBe(600_000);
  });
});
