import { describe, expect, it } from 'vitest';
import { createPending } from '../../adapters/exchange/pending.ts';

describe('pending work', () => {
  it('is over when all of it has ended, what failed and what began meanwhile included', async () => {
    const pending = createPending();
    const [first, second] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    pending.add(first.promise);
    const order: string[] = [];
    const over = pending.none().then(() => order.push('over'));
    first.promise.catch(() => {
      order.push('first');
      pending.add(second.promise);
    });
    first.reject(new Error('lost'));
    await new Promise(setImmediate);
    expect(order).toEqual(['first']);
    second.resolve();
    await over;
    expect(order).toEqual(['first', 'over']);
  });

  it('is over at once where there is none', async () => {
    await createPending().none();
  });
});
