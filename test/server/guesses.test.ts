import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { IssuerKind } from '../../domain/issuer.ts';
import {
  type AnyRefreshError,
  InvalidRefreshTokenError,
  IssuerUnavailableError,
  RateLimitedError,
} from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import { limitRefresh } from '../../resolvers/limitRefresh.ts';
import type { OpenOptions } from '../../server/limits/openRateLimiter.ts';
import { grant, shown } from '../exchange/exchangeFixture.ts';
import { settled } from '../exchange/manualTimers.ts';
import { call, open, token } from './limiterSupport.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
  return () => vi.useRealTimers();
});

const OTHER = '203.0.113.9';
const host = (n: number) => `198.51.100.${n}`;

/** An issuer elsewhere that answers when it is told to. */
function slowIssuer(limits: OpenOptions['limits'] = 'on') {
  const { limiter } = open({ limits });
  const sent: string[] = [];
  let waiting: ((outcome: AnyRefreshError | ReturnType<typeof grant>) => void)[] = [];
  const present = async (text: string, from?: string, kind: IssuerKind = 'WALLETKIT') => {
    const { issuer: facts, refreshToken } = token(text, kind);
    const issuer = {
      facts,
      refresh: () => {
        sent.push(text);
        return new Promise<AnyRefreshError | ReturnType<typeof grant>>(
          (answer) => void waiting.push(answer),
        );
      },
      revoke: async () => null,
    };
    return shown(
      await limitRefresh({ limiter }, { issuer, credential: { refreshToken } }, call(from)),
    );
  };
  return {
    limiter,
    sent,
    present,
    /** Presents as many tokens at once. */
    async burst(count: number, name = 'guess', from?: string) {
      const answers = Array.from({ length: count }, (_, n) => present(`${name}-${n}`, from));
      await settled();
      return answers;
    },
    async answerAll(outcome: AnyRefreshError | ReturnType<typeof grant>) {
      const told = waiting;
      waiting = [];
      for (const answer of told) answer(outcome);
      await settled();
    },
  };
}

const invalid = () => new InvalidRefreshTokenError('TOKEN_INVALID');

describe('what all addresses may guess at one issuer', () => {
  it('is not used up by one of them: it takes twice its own limit of that', async () => {
    const { guess, guesses } = open({ limits: { perAddress: 2, perIssuer: 5 } });
    await guesses(100, 'NATIVE');
    expect((await guess('dead', 'NATIVE', OTHER)).answer).toBeNull();
    expect((await guess('dead too', 'NATIVE', host(1))).answer).toBeInstanceOf(RateLimitedError);
  });

  it('is used up by any of them where addresses have no limit', async () => {
    const { guess, guesses } = open({ limits: { perAddress: 0, perIssuer: 5 } });
    await guesses(5, 'NATIVE');
    expect((await guess('dead', 'NATIVE', OTHER)).answer).toBeInstanceOf(RateLimitedError);
  });
});

describe('guesses that are sent at once', () => {
  it('are no more than eight times the limit', async () => {
    const { burst, sent, answerAll } = slowIssuer();
    const answers = await burst(500);
    expect(sent).toHaveLength(241);
    await answerAll(invalid());
    const codes = await Promise.all(answers);
    expect(codes.filter((code) => code === 'TOKEN_INVALID')).toHaveLength(30);
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(470);
    await burst(9, 'more');
    expect(sent).toHaveLength(241);
  });

  it('are as many for an issuer, from however many addresses', async () => {
    const { present, sent } = slowIssuer({ perIssuer: 10 });
    for (let n = 1; n <= 100; n += 1) void present(`guess-${n}`, host(n));
    await settled();
    expect(sent).toHaveLength(81);
  });

  it.each([
    ['a pair', grant('u')],
    ['an expired token', new InvalidRefreshTokenError('TOKEN_EXPIRED')],
  ])('make room for others when they end with %s', async (_name, outcome) => {
    const { burst, sent, answerAll } = slowIssuer({ perAddress: 2, perIssuer: 2 });
    for (const name of ['a', 'b', 'c']) {
      await burst(30, name);
      await answerAll(outcome);
    }
    expect(sent).toHaveLength(51);
  });

  it.each([
    new IssuerUnavailableError('ISSUER_UNAVAILABLE'),
    new IssuerUnavailableError('OUTCOME_UNKNOWN'),
    new RateLimitedError(60),
  ])(
    'are no more than eight times the limit either where $code says nothing of them',
    async (outcome) => {
      const { limiter, burst, present, sent, answerAll } = slowIssuer({ perAddress: 2 });
      limiter.succeeded(token('r1', 'WALLETKIT'), secret('r2'));
      await burst(16, 'a');
      await answerAll(outcome);
      const answers = await burst(20, 'b');
      expect(sent).toHaveLength(16);
      expect(new Set(await Promise.all(answers))).toEqual(new Set(['RATE_LIMITED']));
      // Neither what is known to be good, nor other addresses and issuers, nor what comes in the next minute.
      void present('r2');
      void present('x', OTHER);
      void present('y', undefined, 'OAUTH2');
      vi.advanceTimersByTime(60_000);
      void present('z');
      await settled();
      expect(sent.slice(16)).toEqual(['r2', 'x', 'y', 'z']);
    },
  );

  it('are one where one client repeats its token without hearing whether it is good', async () => {
    const { present, answerAll } = slowIssuer({ perAddress: 2 });
    for (let n = 0; n < 40; n += 1) {
      void present('stuck');
      await settled();
      await answerAll(new IssuerUnavailableError('OUTCOME_UNKNOWN'));
    }
    const neighbour = present('good');
    await settled();
    await answerAll(grant('u'));
    expect(await neighbour).toBe(shown(grant('u')));
  });

  it('make room for others even where their issuer throws, which it must not', async () => {
    const { limiter } = open({ limits: { perAddress: 1 } });
    const refresh = () => Promise.reject(new Error('defect'));
    for (let n = 0; n < 20; n += 1) {
      const { issuer: facts, refreshToken } = token(`x-${n}`, 'WALLETKIT');
      const issuer = { facts, refresh, revoke: async () => null };
      const asked = limitRefresh({ limiter }, { issuer, credential: { refreshToken } }, call());
      await expect(asked).rejects.toThrow('defect');
    }
    expect(await limiter.admit(token('y', 'WALLETKIT'), call())).toBeNull();
  });

  it('are one where they are one token, which reaches its issuer once', async () => {
    const { present, sent, burst } = slowIssuer({ perAddress: 2 });
    for (let n = 0; n < 50; n += 1) void present('dead');
    await settled();
    expect(sent).toHaveLength(50);
    await burst(30);
    expect(new Set(sent).size).toBe(17);
  });

  it('hold back no token that is known to be good, no other address and no other issuer', async () => {
    const { limiter, present, sent, burst } = slowIssuer({ perAddress: 2 });
    limiter.succeeded(token('r1', 'WALLETKIT'), secret('r2'));
    await burst(30);
    void present('r2');
    void present('x', OTHER);
    void present('y', undefined, 'OAUTH2');
    await settled();
    expect(sent.slice(17)).toEqual(['r2', 'x', 'y']);
  });

  it('leave nothing behind at an address where their issuer has no room for them', async () => {
    const { sent, burst, answerAll } = slowIssuer({ perAddress: 2, perIssuer: 1 });
    await burst(3, 'full', OTHER);
    await burst(30);
    expect(sent).toHaveLength(9);
    await answerAll(new IssuerUnavailableError('ISSUER_UNAVAILABLE'));
    await burst(30, 'again');
    expect(sent).toHaveLength(18);
  });

  it('are told to come back in a second', async () => {
    const { limiter } = open({ limits: { perAddress: 1 } });
    const admit = (text: string) => limiter.admit(token(text, 'WALLETKIT'), call());
    for (let n = 0; n < 9; n += 1) expect(await admit(`guess-${n}`)).toBeNull();
    expect(await admit('one more')).toMatchObject({ code: 'RATE_LIMITED', retryAfter: 1 });
  });
});
