import { describe, expect, it } from 'vitest';
import { createMetrics } from '../../server/metrics.ts';
import { type Line, openChannel } from '../../server/workers/channel.ts';
import { gatherMetrics } from '../../server/workers/gatherMetrics.ts';

const correlationId = '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11';

/** The two ends of a line; `deaf` passes nothing on. */
function line(deaf = false): [Line, Line] {
  const takers: ((message: unknown) => void)[][] = [[], []];
  const end = (mine: number): Line => ({
    send(message) {
      if (!deaf) for (const take of takers[1 - mine]!) take(structuredClone(message));
    },
    onMessage: (take) => void takers[mine]!.push(take),
  });
  return [end(0), end(1)];
}

const nothing = async () => undefined;

/** Workers by number, each with that many refreshes of a session counted. */
function workers(counts: readonly number[]) {
  return counts.map((count, index) => {
    const metrics = createMetrics();
    const event = { at: 0, correlationId, sessionId: 's', userId: 'u' } as const;
    for (let i = 0; i < count; i += 1) metrics.sink({ type: 'session.refreshed', ...event });
    const [above, below] = line();
    openChannel(below, metrics.families);
    return [index + 1, openChannel(above, nothing)] as const;
  });
}

describe('gathered metrics', () => {
  it('keep the series of each worker apart, so that one that starts again counts from zero', async () => {
    const body = await gatherMetrics(new Map(workers([3, 5])));
    const series = (worker: number) =>
      `refreshql_session_events_total{type="session.refreshed",worker="${worker}"}`;
    expect(body).toContain(`${series(1)} 3\n`);
    expect(body).toContain(`${series(2)} 5\n`);
    expect(body.match(/^# TYPE refreshql_session_events_total counter$/gm)).toHaveLength(1);
  });

  it('hold everything that one process would say of itself', async () => {
    const own = await createMetrics().render();
    const names = (text: string) => [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name);
    const body = await gatherMetrics(new Map(workers([0, 0])));
    expect(new Set(names(body))).toEqual(new Set(names(own.body)));
    expect(body).toMatch(/^process_start_time_seconds\{worker="2"\} \d/m);
  });

  it('leave out a worker that does not answer', async () => {
    const [above] = line(true);
    const deaf = openChannel(above, nothing);
    const body = await gatherMetrics(new Map([...workers([1]), [2, { ask: () => deaf.ask(1) }]]));
    expect(body).toContain('worker="1"');
    expect(body).not.toContain('worker="2"');
  });
});

describe('a channel', () => {
  it('gives each question its own answer, whichever comes first', async () => {
    const [above, below] = line();
    const answers: ((answer: string) => void)[] = [];
    openChannel(below, () => new Promise((resolve) => void answers.push(resolve)));
    const { ask } = openChannel(above, nothing);
    const asked = [ask(60_000), ask(60_000)];
    answers[1]?.('second');
    answers[0]?.('first');
    expect(await Promise.all(asked)).toEqual(['first', 'second']);
  });

  it('leaves messages that are not its own alone, and the other side waiting where it has no answer', async () => {
    const [above, below] = line();
    openChannel(below, () => Promise.reject(new Error('no')));
    const { ask } = openChannel(above, nothing);
    below.send({ kind: 'other', id: 1 });
    below.send(null);
    await expect(ask(1)).rejects.toThrow('did not answer');
  });
});
