import { describe, expect, it } from 'vitest';
import { answer, guard, open } from '../support/guardedUpstream.ts';

describe('the circuit breaker of a document', () => {
  it('is its own: one that is never there takes no probe from the calls beside it', async () => {
    const { upstream, clock, fail, read, send } = guard();
    await fail(5);
    clock.advance(10_000);
    upstream.outcome = answer(502);
    for (let i = 0; i < 5; i += 1) await read('/document');
    expect(await read('/document')).toMatchObject({ ...open, retryAfter: 10 });
    upstream.outcome = answer(200);
    expect(await read('/another')).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject({ status: 200 });
  });

  it('hears nothing of the calls beside it either', async () => {
    const { upstream, fail, read, send } = guard();
    await fail(5);
    upstream.outcome = answer(200);
    expect(await read('/document')).toMatchObject({ status: 200 });
    expect(await send()).toMatchObject(open);
  });

  it('is nothing to tell, as the calls that matter are not held back', async () => {
    const { upstream, clock, events, read } = guard();
    upstream.outcome = answer(502);
    for (let i = 0; i < 5; i += 1) await read('/document');
    expect(await read('/document')).toMatchObject(open);
    clock.advance(10_000);
    upstream.outcome = answer(200);
    expect(await read('/document')).toMatchObject({ status: 200 });
    expect(events).toEqual([]);
  });
});
