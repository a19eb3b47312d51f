import { describe, expect, it } from 'vitest';
import {
  type Ending,
  type Listening,
  superviseWorkers,
} from '../../server/workers/superviseWorkers.ts';

const HERE: Listening = { url: 'http://127.0.0.1:4000', issuerUrl: 'https://auth.example' };
const CRASH: Ending = { exitCode: null, signal: 'SIGKILL' };
const settled = () => new Promise(setImmediate);

/** A supervisor whose workers exist only here, with the time in the test's hands. */
function supervised(count: number) {
  const clock = { now: 0 };
  const forks: { worker: number; before: Listening | null }[] = [];
  const running = new Map<
    number,
    { listen(at?: Listening): void; end(how: Ending): void; signals: string[] }
  >();
  const waits: number[] = [];
  const reports: string[] = [];
  const supervisor = superviseWorkers({
    count,
    now: () => clock.now,
    async wait(ms) {
      waits.push(ms);
    },
    report: {
      started: (worker) => reports.push(`started ${worker}`),
      ended: (worker, _ending, delayMs) => reports.push(`ended ${worker}, again in ${delayMs}`),
    },
    fork(worker, before) {
      forks.push({ worker, before });
      const listening = Promise.withResolvers<Listening>();
      const ended = Promise.withResolvers<Ending>();
      const signals: string[] = [];
      const listen = (at = HERE) => listening.resolve(at);
      running.set(worker, { listen, end: ended.resolve, signals });
      const kill = (signal: string) => signals.push(signal);
      return { pid: forks.length, listening: listening.promise, ended: ended.promise, kill };
    },
  });
  const worker = (number: number) => running.get(number)!;
  const crash = async (number: number) => {
    worker(number).end(CRASH);
    await settled();
  };
  return { supervisor, clock, forks, worker, crash, waits, reports };
}

async function startedAll(count: number) {
  const t = supervised(count);
  t.worker(1).listen();
  await t.supervisor.listening;
  await settled();
  return t;
}

describe('workers', () => {
  it('follow the first one, when it listens, and are told where', async () => {
    const t = supervised(3);
    expect(t.forks).toEqual([{ worker: 1, before: null }]);
    t.worker(1).listen();
    expect(await t.supervisor.listening).toEqual(HERE);
    expect(t.forks.slice(1)).toEqual([
      { worker: 2, before: HERE },
      { worker: 3, before: HERE },
    ]);
  });

  it('are not tried again where the first one cannot listen', async () => {
    const t = supervised(2);
    t.worker(1).end({ exitCode: 1, signal: null });
    expect(await t.supervisor.listening).toBeNull();
    expect(await t.supervisor.ended).toBe(false);
    expect(t.forks).toHaveLength(1);
  });

  it('are started again under their number when they end, whatever ended them', async () => {
    const t = await startedAll(2);
    await t.crash(2);
    t.worker(1).end({ exitCode: 0, signal: null });
    await settled();
    expect(t.forks.slice(2)).toEqual([
      { worker: 2, before: HERE },
      { worker: 1, before: HERE },
    ]);
    expect(t.waits).toEqual([0, 0]);
  });

  it('are all given up when one ends too often that has listened each time', async () => {
    const t = await startedAll(2);
    for (let crash = 0; crash < 6; crash += 1) {
      t.worker(2).listen();
      await t.crash(2);
    }
    expect(t.worker(1).signals).toEqual(['SIGTERM']);
    expect(t.reports.at(-1)).toBe('ended 2, again in null');
    await t.crash(1);
    expect(await t.supervisor.ended).toBe(false);
    expect(t.forks).toHaveLength(7);
  });

  it('that cannot start are tried on beside one that listens, and come back when they can', async () => {
    const t = await startedAll(2);
    for (let crash = 0; crash < 20; crash += 1) await t.crash(2);
    expect(t.worker(1).signals).toEqual([]);
    t.worker(2).listen();
    await settled();
    await t.crash(2);
    expect(t.waits.slice(-2)).toEqual([2000, 0]);
  });

  it('do not count as listening by what one said before its end and is heard after it', async () => {
    const t = await startedAll(2);
    for (let crash = 0; crash < 6; crash += 1) {
      const late = t.worker(2);
      await t.crash(2);
      late.listen();
    }
    await t.crash(2);
    expect(t.waits.at(-1)).toBe(2000);
    expect(t.worker(1).signals).toEqual([]);
  });

  it('are given up when none is left that can start', async () => {
    const t = await startedAll(2);
    for (let crash = 0; crash < 20; crash += 1) await t.crash(2);
    for (let crash = 0; crash < 7; crash += 1) await t.crash(1);
    expect(t.reports.at(-1)).toBe('ended 1, again in null');
    await t.crash(2);
    expect(await t.supervisor.ended).toBe(false);
  });

  it('are not started again once they have been told to end', async () => {
    const t = await startedAll(2);
    const stopped = t.supervisor.stop(60_000);
    expect(t.worker(1).signals).toEqual(['SIGTERM']);
    expect(t.worker(2).signals).toEqual(['SIGTERM']);
    await t.crash(1);
    await t.crash(2);
    await stopped;
    expect(await t.supervisor.ended).toBe(true);
    expect(t.forks).toHaveLength(2);
  });

  it('are ended by force when they take too long', async () => {
    const t = await startedAll(1);
    const stopped = t.supervisor.stop(0);
    await expect.poll(() => t.worker(1).signals).toEqual(['SIGTERM', 'SIGKILL']);
    await t.crash(1);
    await stopped;
  });

  it('stay ended where the order came before the first one listened', async () => {
    const t = supervised(2);
    const stopped = t.supervisor.stop(60_000);
    t.worker(1).listen();
    expect(await t.supervisor.listening).toBeNull();
    await t.crash(1);
    await stopped;
    expect(t.forks).toHaveLength(1);
  });
});
