import { expect, it } from 'vitest';
import { oneAtATime } from '../../server/workers/oneAtATime.ts';

/** A task whose runs end when the test says so. */
function task() {
  const runs: PromiseWithResolvers<string>[] = [];
  const ask = oneAtATime(() => {
    const run = Promise.withResolvers<string>();
    runs.push(run);
    return run.promise;
  });
  return { ask, runs };
}

it('all who ask while a task is under way get what it gives, and who asks later has it begun again', async () => {
  const { ask, runs } = task();
  const asked = Array.from({ length: 1500 }, ask);
  expect(runs).toHaveLength(1);
  runs[0]?.resolve('first');
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['first']));
  const later = ask();
  runs[1]?.resolve('second');
  expect(await later).toBe('second');
  expect(runs).toHaveLength(2);
});

it('a task that fails does so for all who asked, and is begun again', async () => {
  const { ask, runs } = task();
  const asked = [ask(), ask()];
  runs[0]?.reject(new Error('no'));
  for (const it of asked) await expect(it).rejects.toThrow('no');
  const later = ask();
  runs[1]?.resolve('second');
  expect(await later).toBe('second');
});
