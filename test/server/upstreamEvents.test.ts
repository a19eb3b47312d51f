import { expect, it } from 'vitest';
import type { UpstreamEvent } from '../../domain/events.ts';
import { logEvents } from '../../server/log.ts';
import { createMetrics } from '../../server/metrics.ts';
import { memoryLog } from './logSupport.ts';

const origin = 'https://drive.example';
const opened: UpstreamEvent = { type: 'upstream.opened', at: 0, origin };
const closed: UpstreamEvent = { type: 'upstream.closed', at: 1, origin };

it('warns that an upstream is left alone, and says when it is called again', () => {
  const { log, lines } = memoryLog();
  const sink = logEvents(log);
  for (const event of [opened, closed]) sink(event);
  expect(lines()).toMatchObject([
    { level: 'warn', msg: 'upstream.opened', url: origin },
    { level: 'info', msg: 'upstream.closed', url: origin },
  ]);
});

it('counts how often an upstream was left alone', async () => {
  const { sink, render } = createMetrics();
  for (const event of [opened, closed, opened]) sink(event);
  expect((await render()).body).toContain('refreshql_upstream_opened_total 2\n');
});
