import { GraphQLError } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../domain/events.ts';
import { reportDefect, yogaLog } from '../../server/graphql/reportDefects.ts';
import { describeCause } from '../../server/log/describeCause.ts';
import { stubContext } from '../compiled/stubContext.ts';

const CANARY = 'rt_CANARY_1';

/** What JSON.parse throws, which quotes what it was given. */
function unparsed(): unknown {
  try {
    return JSON.parse(CANARY);
  } catch (cause) {
    return cause;
  }
}

const told = (events: readonly Event[]) =>
  JSON.stringify(events.map((it) => (it.type === 'defect' ? describeCause(it.cause) : it)));

describe("what Yoga's own log is told", () => {
  it('is a defect, once for each error however often it is told', () => {
    const events: Event[] = [];
    const log = yogaLog(
      (event) => events.push(event),
      () => 5,
    );
    const cause = new Error('broken');
    for (const error of [cause, cause, new GraphQLError(CANARY), 'a text']) log.error(error);
    expect(events).toEqual([
      { type: 'defect', at: 5, correlationId: null, operation: 'graphql', cause },
      { type: 'defect', at: 5, correlationId: null, operation: 'graphql', cause: 'a text' },
    ]);
  });

  it('repeats nothing that could not be parsed, and says where it was tried', () => {
    const events: Event[] = [];
    yogaLog(
      (event) => events.push(event),
      () => 5,
    ).error(unparsed());
    expect(told(events)).not.toContain(CANARY);
    expect(told(events)).toContain('"name":"SyntaxError"');
    expect(told(events)).toContain('test/server/reportDefects.test.ts');
  });
});

it('a defect of a resolve function repeats nothing that could not be parsed either', () => {
  const events: Event[] = [];
  const originalError = unparsed() as Error;
  const error = new GraphQLError(originalError.message, { originalError });
  reportDefect((event) => events.push(event), stubContext(null).context, error);
  expect(events).toMatchObject([{ type: 'defect', correlationId: 'the correlation id' }]);
  expect(told(events)).not.toContain(CANARY);
});
