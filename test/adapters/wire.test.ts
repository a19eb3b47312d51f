import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watch } from '../../adapters/wire.ts';

const start = () => ({ abort: vi.fn() });

describe('the watch over one request', () => {
  it('lets the first attempt begin and no second one', async () => {
    const { handler, outcome } = watch({ timeoutMs: 5_000 });
    const [first, second] = [start(), start()];
    handler.onRequestStart(first);
    expect(() => handler.onRequestStart(second)).toThrow('not sent');
    expect(first.abort).not.toHaveBeenCalled();
    handler.onResponseError(second, new Error('not sent'));
    expect(await outcome).toMatchObject({ type: 'maybe-sent' });
  });

  it('lets nothing begin past the deadline', async () => {
    const { handler, outcome } = watch({ timeoutMs: 1 });
    expect(await outcome).toMatchObject({ type: 'not-sent', reason: 'deadline' });
    expect(() => handler.onRequestStart(start())).toThrow('not sent');
  });

  it('drops the connection when the deadline passes within a call', async () => {
    const { handler, outcome } = watch({ timeoutMs: 1 });
    const only = start();
    handler.onRequestStart(only);
    expect(await outcome).toMatchObject({ type: 'maybe-sent', reason: 'deadline' });
    expect(only.abort).toHaveBeenCalledOnce();
  });

  it('keeps its first outcome', async () => {
    const { handler, outcome } = watch({ timeoutMs: 5_000 });
    const only = start();
    handler.onRequestStart(only);
    handler.onResponseStart(only, 401, {});
    handler.onResponseEnd();
    handler.onResponseError(only, new Error('too late'));
    expect(await outcome).toMatchObject({ type: 'reply', status: 401 });
  });
});

describe('a request that waits for a connection', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('is given up unsent after half of its time, while there is enough left to ask again', async () => {
    const { handler, outcome } = watch({ timeoutMs: 10_000 });
    vi.advanceTimersByTime(5_000);
    expect(await outcome).toEqual({ type: 'not-sent', reason: 'deadline', code: null });
    expect(() => handler.onRequestStart(start())).toThrow('not sent');
  });

  it('blames our own connections where all of them are in use, and says when to come again', async () => {
    const { outcome } = watch({ timeoutMs: 10_000, isFull: () => true });
    vi.advanceTimersByTime(5_000);
    expect(await outcome).toEqual({ type: 'not-sent', reason: 'full', code: null, retryAfter: 1 });
  });

  it('has all of its time once it has got one', async () => {
    const { handler, outcome } = watch({ timeoutMs: 10_000, isFull: () => true });
    vi.advanceTimersByTime(4_999);
    handler.onRequestStart(start());
    vi.advanceTimersByTime(5_000);
    handler.onResponseStart(start(), 200, {});
    handler.onResponseEnd();
    expect(await outcome).toMatchObject({ type: 'reply', status: 200 });
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('the deadline of a process that stood still', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
  afterEach(() => void vi.useRealTimers());

  it('lets a reply be read that has arrived meanwhile, and leaves its connection alone', async () => {
    const { handler, outcome } = watch({ timeoutMs: 10_000 });
    const only = start();
    handler.onRequestStart(only);
    vi.advanceTimersByTime(10_000);
    handler.onResponseStart(only, 200, {});
    handler.onResponseData(only, Buffer.from('{"a":1}'));
    handler.onResponseEnd();
    expect(await outcome).toMatchObject({ type: 'reply', status: 200, json: { a: 1 } });
    await turn();
    expect(only.abort).not.toHaveBeenCalled();
  });

  it('is over right after that', async () => {
    const { handler, outcome } = watch({ timeoutMs: 10_000 });
    const only = start();
    handler.onRequestStart(only);
    vi.advanceTimersByTime(10_000);
    await turn();
    expect(only.abort).toHaveBeenCalledOnce();
    expect(await outcome).toMatchObject({ type: 'maybe-sent', reason: 'deadline' });
  });

  it('does not let a request begin that has waited too long for its connection', async () => {
    const { handler, outcome } = watch({ timeoutMs: 10_000 });
    vi.advanceTimersByTime(10_000);
    expect(() => handler.onRequestStart(start())).toThrow('not sent');
    expect(await outcome).toMatchObject({ type: 'not-sent', reason: 'deadline' });
  });
});
