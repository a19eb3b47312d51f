import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../domain/events.ts';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import { createSchema } from '../../schema/index.ts';
import { createCompiledOperations } from '../../server/graphql/compiledOperations.ts';
import { isCompilable } from '../../server/graphql/isCompilable.ts';
import { createPublishError } from '../../server/graphql/publishError.ts';
import { vocabulary } from '../../server/graphql/vocabulary.ts';
import { stubContext } from './stubContext.ts';

const schema = createSchema();
const REFRESH =
  'mutation Refresh($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename ... on RefreshError { code correlationId } } }';
const input = { native: { refreshToken: 'a token' } };
const refused = new InvalidRefreshTokenError('TOKEN_EXPIRED');

function operations() {
  const events: Event[] = [];
  const publish = createPublishError(vocabulary(schema), { suggestions: false });
  const compiled = createCompiledOperations({ schema, publish, emit: (it) => events.push(it) });
  const learn = async (query: string, times = 16) => {
    const document = parse(query);
    for (let count = 0; count < times; count += 1) compiled.learn({ query }, document);
    await import('graphql-jit');
    await new Promise(setImmediate);
  };
  return { ...compiled, learn, events };
}

describe('compiled operations', () => {
  it('are compiled when they were seen sixteen times, and not before', async () => {
    const { learn, run } = operations();
    const request = { query: REFRESH, variables: { input } };
    await learn(REFRESH, 15);
    expect(await run(request, stubContext(refused).context)).toBeNull();
    await learn(REFRESH, 1);
    const { context, asked } = stubContext(refused);
    expect(await run(request, context)).toEqual({
      data: {
        refreshToken: {
          __typename: 'InvalidRefreshTokenError',
          code: 'TOKEN_EXPIRED',
          correlationId: 'the correlation id',
        },
      },
    });
    expect(asked).toEqual([input]);
  });

  it.each([
    ['another name', { query: REFRESH, operationName: 'Other', variables: { input } }],
    ['no variables', { query: REFRESH }],
    ['variables that are null', { query: REFRESH, variables: null }],
    ['a member too many', { query: REFRESH, variables: { input: { ...input, cloudreve: {} } } }],
    ['an unknown member', { query: REFRESH, variables: { input: { ...input, x: 1 } } }],
    ['a null member', { query: REFRESH, variables: { input: { native: null } } }],
    [
      'a number for a text',
      { query: REFRESH, variables: { input: { native: { refreshToken: 1 } } } },
    ],
    ['a list for an object', { query: REFRESH, variables: { input: [input] } }],
  ])('leave a request with %s alone, so that nothing is done twice', async (_name, request) => {
    const { learn, run } = operations();
    await learn(REFRESH);
    const { context, asked } = stubContext(refused);
    expect(await run(request, context)).toBeNull();
    expect(asked).toEqual([]);
  });

  it('mask a defect of a mutation and tell the operator, as the other lanes do', async () => {
    const { learn, run, events } = operations();
    await learn(REFRESH);
    for (const answer of [{ kind: 'Nothing' }, new Error('a secret'), Promise.reject('a secret')]) {
      events.length = 0;
      const { context } = stubContext(answer);
      const result = await run({ query: REFRESH, variables: { input } }, context);
      expect(JSON.parse(JSON.stringify(result))).toEqual({
        errors: [
          {
            message: 'Unexpected error.',
            path: ['refreshToken'],
            extensions: { code: 'INTERNAL_SERVER_ERROR' },
          },
        ],
        data: null,
      });
      expect(events).toMatchObject([{ type: 'defect', correlationId: 'the correlation id' }]);
    }
  });

  it('leave a query that failed to be executed again', async () => {
    const { learn, run, events } = operations();
    const query = '{ viewer { id } }';
    await learn(query);
    const { context } = stubContext(null);
    const broken = { ...context.resolvers, viewer: async () => Promise.reject(new Error('down')) };
    expect(await run({ query }, context)).toEqual({ data: { viewer: null } });
    expect(await run({ query }, { ...context, resolvers: broken as never })).toBeNull();
    expect(events).toEqual([]);
  });
});

describe('a document is never kept as code', () => {
  it.each([
    [
      'that holds a text',
      'mutation { refreshToken(input: { native: { refreshToken: "t" } }) { __typename } }',
    ],
    [
      'that holds a block of text',
      'mutation { issueToken(input: { userId: """t""" }) { __typename } }',
    ],
    ['with a directive', '{ viewer @include(if: true) { id } }'],
    ['with arguments of a query', '{ viewer { activeSessions(first: 1) { id } } }'],
    ['with introspection', '{ __schema { queryType { name } } }'],
    ['with a name of JavaScript', '{ __proto__: __typename }'],
    ['with two operations', 'query A { __typename } query B { __typename }'],
    [
      'with two calls that change something',
      'mutation ($a: RevokeSessionsInput!) { a: revokeSessions(input: $a) { __typename } b: revokeSessions(input: $a) { __typename } }',
    ],
    [
      'that only a gateway may send',
      `{ ${Array.from({ length: 31 }, (_, i) => `a${i}: __typename`).join(' ')} }`,
    ],
  ])('%s', (_name, query) => {
    expect(isCompilable(schema, parse(query))).toBe(false);
  });

  it.each([REFRESH, '{ __typename }', '{ issuers { id ...F } } fragment F on Issuer { kind }'])(
    'unlike this: %s',
    (query) => {
      expect(isCompilable(schema, parse(query))).toBe(true);
    },
  );
});
