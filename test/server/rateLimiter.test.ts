import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RateLimitedError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import type { Bucket } from '../../server/limits/bucket.ts';
import { createRateLimiter } from '../../server/limits/createRateLimiter.ts';
import { call, open, token } from './limiterSupport.ts';

// The counters of rate-limiter-flexible read the clock of the process.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('an address that guesses', () => {
  it('hears its refusals 30 times in a minute, and then when to come back', async () => {
    const { guesses, events } = open();
    const answers = (await guesses(32, 'NATIVE')).map(({ answer }) => answer);
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(null));
    expect(answers[30]).toBeInstanceOf(RateLimitedError);
    expect(answers[31]?.retryAfter).toBeGreaterThan(0);
    expect(answers[31]?.retryAfter).toBeLessThanOrEqual(60);
    expect(events.map(({ type }) => type)).toEqual(['limit.reached', 'limit.reached']);
  });

  it('starts afresh when the minute is over', async () => {
    const { guess, guesses } = open();
    await guesses(31, 'NATIVE');
    vi.advanceTimersByTime(60_001);
    expect((await guess('later')).answer).toBeNull();
  });

  it('does not reach an issuer elsewhere any more at twice the limit', async () => {
    const { guesses } = open();
    const asked = (await guesses(100, 'WALLETKIT')).filter((each) => each.asked);
    expect(asked).toHaveLength(61);
  });

  it('is not held against it at another issuer, nor against its neighbours', async () => {
    const { guess, guesses } = open();
    await guesses(100, 'WALLETKIT');
    expect(await guess('x', 'CLOUDREVE')).toEqual({ asked: true, answer: null });
    expect(await guess('x', 'WALLETKIT', '192.0.2.67')).toEqual({ asked: true, answer: null });
  });

  it('cannot fill the memory with tokens it makes up', async () => {
    const counted = new Set<string>();
    const bucket = (): Bucket => {
      let points = 0;
      const level = async () => ({ points, seconds: 60 });
      const count = () => {
        points += 1;
        return level();
      };
      return { limit: 30, count, level };
    };
    const limiter = createRateLimiter({
      buckets: { perAddress: bucket(), perIssuer: bucket(), revocationsPerAddress: bucket() },
      sessions: {
        spend(family) {
          counted.add(family);
          return null;
        },
        refuse: () => false,
      },
      undecided: { count: () => {}, held: () => null },
      emit: () => {},
    });
    for (let n = 0; n < 500; n += 1) {
      if ((await limiter.admit(token(`t${n}`), call())) === null) {
        await limiter.refused(token(`t${n}`), call());
      }
    }
    expect(counted.size).toBe(31);
  });

  it('is counted as its whole /64 in IPv6', async () => {
    const { guess } = open();
    for (let n = 0; n < 30; n += 1) await guess(`t${n}`, 'NATIVE', `2001:db8::${n.toString(16)}`);
    expect((await guess('x', 'NATIVE', '2001:db8::ffff:1')).answer).toBeInstanceOf(
      RateLimitedError,
    );
    expect((await guess('x2', 'NATIVE', '2001:db8:0:1::1')).answer).toBeNull();
  });
});

describe('a good session at the address of an attacker', () => {
  it('keeps refreshing at an issuer elsewhere, with tokens that came from here', async () => {
    const { limiter, guesses } = open();
    limiter.succeeded(token('r1', 'WALLETKIT'), secret('r2'));
    await guesses(200, 'WALLETKIT');
    expect(await limiter.admit(token('r2', 'WALLETKIT'), call())).toBeNull();
    expect(await limiter.admit(token('r0', 'WALLETKIT'), call())).toBeInstanceOf(RateLimitedError);
  });

  it('is always shown to the native issuer, which knows it', async () => {
    const { limiter, guesses } = open();
    await guesses(200, 'NATIVE');
    expect(await limiter.admit(token('good'), call())).toBeNull();
  });

  it('hears the truth when its own token is refused', async () => {
    const { limiter, guesses } = open();
    limiter.succeeded(token('r1', 'WALLETKIT'), secret('r2'));
    await guesses(200, 'WALLETKIT');
    expect(await limiter.refused(token('r2', 'WALLETKIT'), call())).toBeNull();
  });

  it('cannot be held back by tokens that only look like its own', async () => {
    const { limiter, guess } = open();
    limiter.succeeded(token('r1'), secret('r2'));
    for (let n = 0; n < 100; n += 1) await guess('r2-forged');
    expect(await limiter.admit(token('r2'), call())).toBeNull();
  });
});

describe('a session', () => {
  it('has 1,200 refreshes in a minute, whatever tokens they rotate through', async () => {
    const { limiter } = open();
    let held = 0;
    for (let n = 0; n <= 1200; n += 1) {
      const presented = token(`r${n}`);
      if ((await limiter.admit(presented, call())) !== null) held += 1;
      limiter.succeeded(presented, secret(`r${n + 1}`));
    }
    expect(held).toBe(1);
  });

  it('that is over its limit is so for a minute, though the clock is set back', async () => {
    const { limiter } = open({ limits: { perFamily: 3 } });
    const ask = () => limiter.admit(token('r'), call());
    expect([await ask(), await ask(), await ask()]).toEqual([null, null, null]);
    expect(await ask()).toBeInstanceOf(RateLimitedError);
    vi.setSystemTime(Date.now() - 3_600_000);
    expect([await ask(), await ask()]).toEqual([null, expect.any(RateLimitedError)]);
    vi.advanceTimersByTime(60_001);
    expect(await ask()).toBeNull();
  });

  it('pays 40 for a refusal: one dead token is tried 30 times, and costs its address one guess', async () => {
    const { guess } = open({ limits: { perAddress: 2 } });
    const answers = [];
    for (let n = 0; n < 40; n += 1) answers.push(await guess('dead'));
    expect(answers.filter((each) => each.asked)).toHaveLength(30);
    expect((await guess('another')).answer).toBeNull();
  });

  it('pays 40 and no more: after 1,159 refreshes and a refusal there is room for one', async () => {
    const { limiter } = open();
    const admit = () => limiter.admit(token('r'), call());
    for (let n = 0; n < 1159; n += 1) await admit();
    expect([await admit(), await limiter.refused(token('r'), call())]).toEqual([null, null]);
    expect([await admit(), await admit()]).toEqual([null, expect.any(RateLimitedError)]);
  });
});

describe('an issuer', () => {
  it('is spared guesses from many addresses', async () => {
    const { guesses } = open({ limits: { perIssuer: 10 } });
    let asked = 0;
    for (let host = 1; host <= 40; host += 1) {
      asked += (await guesses(1, 'OAUTH2', `192.0.2.${host}`)).filter((each) => each.asked).length;
    }
    expect(asked).toBe(21);
  });
});

describe('the limits', () => {
  it('count revocations and wrong service keys per address', async () => {
    const { limiter } = open({ limits: { revocationsPerAddress: 2, perAddress: 1 } });
    const revoke = () => limiter.other('revocation', call());
    expect([await revoke(), await revoke()]).toEqual([null, null]);
    expect(await revoke()).toBeInstanceOf(RateLimitedError);
    expect(await limiter.other('serviceKey', call())).toBeNull();
    expect(await limiter.other('serviceKey', call())).toBeInstanceOf(RateLimitedError);
  });

  it('are each turned off by 0, and all together by off', async () => {
    for (const limits of [{ perAddress: 0, perFamily: 0 }, 'off'] as const) {
      const { guesses } = open({ limits });
      const answers = await guesses(100, 'WALLETKIT');
      expect(answers.every(({ asked, answer }) => asked && answer === null)).toBe(true);
    }
  });

  it('let calls pass and count in the process while their store fails, and say so', async () => {
    let broken = false;
    const database = async () => {
      if (broken) throw new Error('gone');
      return [];
    };
    const { guesses, events } = open({ database });
    broken = true;
    const answers = (await guesses(31, 'NATIVE')).map(({ answer }) => answer);
    expect(answers.slice(0, 30)).toEqual(Array(30).fill(null));
    expect(answers[30]).toBeInstanceOf(RateLimitedError);
    expect(events.some(({ type }) => type === 'limit.failed')).toBe(true);
  });
});
