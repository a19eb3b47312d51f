import { describe, expect, it } from 'vitest';
import type { UpstreamReply, UpstreamRequest } from '../../adapters/adapter.ts';
import { type GuardOptions, guardUpstreams } from '../../adapters/guardUpstreams.ts';
import type { SendFailure } from '../../adapters/wire.ts';
import type { Event } from '../../domain/events.ts';
import { manualClock } from '../support/manualClock.ts';

type Outcome = UpstreamReply | SendFailure;

const answer = (status: number): Outcome => ({
  type: 'reply',
  status,
  retryAfter: null,
  isJson: true,
  json: {},
});
const lost: Outcome = { type: 'maybe-sent', reason: 'deadline', code: null };
const unreachable: Outcome = { type: 'not-sent', reason: 'connection', code: 'ECONNREFUSED' };
const oversize: Outcome = { type: 'maybe-sent', reason: 'oversize', code: null };

/** A guard before an upstream that answers with `upstream.outcome`, or when the test says so. */
function guard(options: Partial<GuardOptions> = {}) {
  const clock = manualClock();
  const events: Event[] = [];
  const upstream = {
    outcome: answer(200),
    sent: [] as string[],
    held: [] as (() => void)[],
    hold: false,
  };
  const http = guardUpstreams(
    {
      timeoutMs: 10_000,
      async send({ url }) {
        upstream.sent.push(url.host);
        if (upstream.hold) await new Promise<void>((go) => upstream.held.push(go));
        return upstream.outcome;
      },
      close: async () => {},
    },
    { now: clock.now, emit: (event) => events.push(event), ...options },
  );
  const send = (host = 'a.example') => {
    const request: UpstreamRequest = {
      method: 'POST',
      url: new URL(`https://${host}/x`),
      headers: {},
      body: '',
    };
    return http.send(request);
  };
  async function fail(times: number, outcome: Outcome = lost, host?: string) {
    upstream.outcome = outcome;
    for (let i = 0; i < times; i += 1) await send(host);
  }
  return { upstream, clock, events, send, fail };
}

const open = { type: 'not-sent', reason: 'open' };

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
});
