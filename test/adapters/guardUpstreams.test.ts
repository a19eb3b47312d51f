import { afterEach, describe, expect, it, vi } from 'vitest';
import { answer, guard, lost, type Outcome, open } from '../support/guardedUpstream.ts';

const unreachable: Outcome = { type: 'not-sent', reason: 'connection', code: 'ECONNREFUSED' };
const queued: Outcome = { type: 'not-sent', reason: 'full', code: null, retryAfter: 1 };
const oversize: Outcome = { type: 'maybe-sent', reason: 'oversize', code: null };

describe('the circuit breaker', () => {
  it.each([
    ['lost replies', lost],
    ['refused connections', unreachable],
    ['500', answer(500)],
    ['503', answer(503)],
  ])('opens after five %s in a row, and then sends nothing', async (_title, outcome) => {
    const { upstream, fail, send } = guard();
    await fail(5, outcome);
    expect(await send()).toEqual({ ...open, code: null, retryAfter: 10 });
    expect(upstream.sent).toHaveLength(5);
  });

  it.each([
    ['400', answer(400)],
    ['401', answer(401)],
    ['429', answer(429)],
    ['replies that are too large', oversize],
  ])('does not open upon %s', async (_title, outcome) => {
    const { upstream, fail } = guard();
    await fail(50, outcome);
    expect(upstream.sent).toHaveLength(50);
  });

  it('counts anew after an answer', async () => {
    const { upstream, fail } = guard();
    await fail(4);
    await fail(1, answer(401));
    await fail(4);
    expect(upstream.sent).toHaveLength(9);
  });

  it('is one for each origin', async () => {
    const { upstream, fail, send } = guard();
    await fail(5);
    upstream.outcome = answer(200);
    expect(await send('b.example')).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject(open);
  });

  it('says how long it will stay open', async () => {
    const { clock, fail, send } = guard();
    await fail(5);
    clock.advance(8_500);
    expect(await send()).toMatchObject({ retryAfter: 2 });
  });

  it('probes with one call, turns away who comes meanwhile, and closes when it succeeds', async () => {
    const { upstream, clock, events, fail, send } = guard();
    await fail(5);
    clock.advance(10_000);
    Object.assign(upstream, { outcome: answer(200), hold: true });
    const probe = send();
    const meanwhile = { ...open, code: null, retryAfter: 1 };
    expect(await Promise.all([send(), send()])).toEqual([meanwhile, meanwhile]);
    expect(upstream.sent).toHaveLength(6);
    upstream.hold = false;
    upstream.held[0]?.();
    expect(await probe).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject({ status: 200 });
    expect(events).toMatchObject([
      { type: 'upstream.opened', origin: 'https://a.example' },
      { type: 'upstream.closed', at: clock.now(), origin: 'https://a.example' },
    ]);
  });

  it('stays open twice as long after each failed probe, and no longer than a minute', async () => {
    const { upstream, clock, fail, send } = guard();
    await fail(5);
    for (const seconds of [10, 20, 40, 60, 60]) {
      expect(await send()).toMatchObject({ ...open, retryAfter: seconds });
      clock.advance(seconds * 1000);
      expect(await send()).toEqual(lost);
    }
    expect(upstream.sent).toHaveLength(10);
  });
});

describe('the circuit breaker and calls that were sent before it turned', () => {
  /** Ten calls under way, of which the first five fail; then a probe is under way as well. */
  async function probing() {
    const it = guard();
    it.upstream.hold = true;
    const calls = Array.from({ length: 10 }, () => it.send());
    for (const go of it.upstream.held.slice(0, 5)) go(lost);
    await Promise.all(calls.slice(0, 5));
    it.clock.advance(10_000);
    const probe = it.send();
    const [, , , , , ...held] = it.upstream.held;
    async function end(outcome: Outcome) {
      for (const go of held.slice(0, 5)) go(outcome);
      expect(await Promise.all(calls.slice(5))).toEqual(calls.slice(5).map(() => outcome));
    }
    async function endProbe(outcome: Outcome) {
      held[5]?.(outcome);
      expect(await probe).toEqual(outcome);
      Object.assign(it.upstream, { hold: false, outcome: answer(200) });
    }
    return { ...it, end, endProbe };
  }

  it('does not let their failures outvote a good probe under way', async () => {
    const { end, endProbe, send, events } = await probing();
    await end(lost);
    await endProbe(answer(200));
    expect(await send()).toMatchObject({ status: 200 });
    expect(events.map(({ type }) => type)).toEqual(['upstream.opened', 'upstream.closed']);
  });

  it('does not open again for their failures after a good probe', async () => {
    const { end, endProbe, send } = await probing();
    await endProbe(answer(200));
    await end(lost);
    expect(await send()).toMatchObject({ status: 200 });
  });

  it('does not close for their answers', async () => {
    const { end, endProbe, send } = await probing();
    await end(answer(200));
    await endProbe(lost);
    expect(await send()).toMatchObject({ ...open, retryAfter: 20 });
  });
});

describe('the circuit breaker and a clock that is set back', () => {
  afterEach(() => void vi.useRealTimers());

  it('probes at once, and does not wait for the old time to come again', async () => {
    const { clock, upstream, fail, send } = guard();
    await fail(5);
    clock.advance(-3_600_000);
    upstream.outcome = answer(200);
    expect(await send()).toMatchObject({ status: 200 });
  });

  it('goes by the clock it was given, whatever becomes of that of the system', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const { clock, upstream, fail, send } = guard();
    await fail(5);
    vi.setSystemTime(Date.now() - 3_600_000);
    clock.advance(10_000);
    upstream.outcome = answer(200);
    expect(await send()).toMatchObject({ status: 200 });
  });
});

describe('the bulkhead', () => {
  it('holds back what is too much for one origin, and does not blame the upstream', async () => {
    const { upstream, send } = guard({ maxCalls: 2, failures: 1 });
    upstream.hold = true;
    const calls = [send(), send()];
    for (let i = 0; i < 10; i += 1) {
      expect(await send()).toEqual({ type: 'not-sent', reason: 'full', code: null, retryAfter: 1 });
    }
    const other = send('b.example');
    for (const go of upstream.held) go();
    expect(await Promise.all([...calls, other])).toMatchObject([
      { status: 200 },
      { status: 200 },
      { status: 200 },
    ]);
    upstream.hold = false;
    expect(await send()).toMatchObject({ status: 200 });
  });

  it('blames nobody for calls that have waited too long for a connection of ours', async () => {
    const { upstream, fail, send } = guard();
    await fail(4);
    await fail(50, queued);
    expect(await send()).toEqual(queued);
    await fail(1);
    expect(await send()).toMatchObject(open);
    expect(upstream.sent).toHaveLength(56);
  });

  it('does not take a probe for a success that has got no connection', async () => {
    const { clock, fail, send } = guard();
    await fail(5);
    clock.advance(10_000);
    await fail(1, queued);
    expect(await send()).toMatchObject({ ...open, retryAfter: 20 });
  });
});
