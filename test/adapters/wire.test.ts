import { describe, expect, it, vi } from 'vitest';
import { watch } from '../../adapters/wire.ts';

const start = () => ({ abort: vi.fn() });

describe('the watch over one request', () => {
  it('lets the first attempt begin and no second one', async () => {
    const { handler, outcome } = watch(5_000);
    const [first, second] = [start(), start()];
    handler.onRequestStart(first);
    handler.onRequestStart(second);
    expect(first.abort).not.toHaveBeenCalled();
    expect(second.abort).toHaveBeenCalledOnce();
    handler.onResponseError(second, new Error('not sent'));
    expect(await outcome).toMatchObject({ type: 'maybe-sent' });
  });

  it('lets nothing begin past the deadline', async () => {
    const { handler, outcome } = watch(1);
    expect(await outcome).toMatchObject({ type: 'not-sent', reason: 'deadline' });
    const late = start();
    handler.onRequestStart(late);
    expect(late.abort).toHaveBeenCalledOnce();
  });

  it('drops the connection when the deadline passes within a call', async () => {
    const { handler, outcome } = watch(1);
    const only = start();
    handler.onRequestStart(only);
    expect(await outcome).toMatchObject({ type: 'maybe-sent', reason: 'deadline' });
    expect(only.abort).toHaveBeenCalledOnce();
  });

  it('keeps its first outcome', async () => {
    const { handler, outcome } = watch(5_000);
    const only = start();
    handler.onRequestStart(only);
    handler.onResponseStart(only, 401, {});
    handler.onResponseEnd();
    handler.onResponseError(only, new Error('too late'));
    expect(await outcome).toMatchObject({ type: 'reply', status: 401 });
  });
});
