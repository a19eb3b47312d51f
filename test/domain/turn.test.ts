import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { answerTogether, atEndOfTurn } from '../../domain/turn.ts';

describe('the end of a turn', () => {
  it('comes after what was begun in the same turn', async () => {
    const seen: string[] = [];
    atEndOfTurn(() => seen.push('end'));
    await Promise.resolve();
    process.nextTick(() => seen.push('tick'));
    await immediate();
    expect(seen).toEqual(['tick', 'end']);
  });

  it('comes right after a batch whose callers have all gone on', async () => {
    const seen: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();
    const caller = async (name: string) => {
      await promise;
      await Promise.resolve();
      seen.push(name);
      atEndOfTurn(() => seen.push(`end of ${name}`));
    };
    const callers = [caller('a'), caller('b')];
    setImmediate(() => {
      answerTogether(resolve);
      // Where it ran only at the end of the next turn, this would come before it.
      setImmediate(() => seen.push('next turn'));
    });
    await Promise.all(callers);
    await immediate();
    await immediate();
    expect(seen).toEqual(['a', 'b', 'end of a', 'end of b', 'next turn']);
  });

  it('comes although answering has thrown', async () => {
    const seen: string[] = [];
    const fail = () => {
      throw new Error('no answer');
    };
    expect(() => answerTogether(fail)).toThrow('no answer');
    atEndOfTurn(() => seen.push('end'));
    await immediate();
    expect(seen).toEqual(['end']);
  });
});
