import { expect, it } from 'vitest';
import { describeCause } from '../../server/log/describeCause.ts';
import { createLog } from '../../server/log.ts';

it('a cause of several, of which Node says nothing, is told by the first of them', () => {
  const tried = new Error('connect ECONNREFUSED ::1:5432');
  const cause = new AggregateError([tried, new Error('connect ECONNREFUSED 127.0.0.1:5432')]);
  expect(describeCause(cause)).toMatchObject({ name: 'AggregateError', message: tried.message });
  expect(describeCause(new AggregateError([], ''))).toMatchObject({ message: '' });
  expect(describeCause(new AggregateError([tried], 'all'))).toMatchObject({ message: 'all' });
});

it('the log tells the names of its deployment, and hides them without being told', () => {
  const host = 'refreshql-of-europe-west.internal';
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  for (const names of [[host], []]) {
    const log = createLog({ level: 'info', names, destination });
    log.warn({ err: new Error(`getaddrinfo ENOTFOUND ${host}`) }, `no way to ${host}`);
  }
  const shown = lines.map((line) => JSON.parse(line)).map(({ msg, err }) => [msg, err.message]);
  expect(shown).toEqual([
    [`no way to ${host}`, `getaddrinfo ENOTFOUND ${host}`],
    ['no way to [scrubbed].internal', 'getaddrinfo ENOTFOUND [scrubbed].internal'],
  ]);
});
