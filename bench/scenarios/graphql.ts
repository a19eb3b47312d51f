import { emptyQueries, refusedRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

const EMPTY = { data: { __typename: 'Query' } };

const REFUSED = {
  data: {
    refreshToken: {
      __typename: 'InvalidRefreshTokenError',
      code: 'TOKEN_INVALID',
      message: 'The refresh token is not valid.',
      retryable: false,
      reauthenticate: true,
      correlationId: '9a0b9cfc-5b0c-4b7e-9d43-0d8d3a6c0a51',
    },
  },
};

/** What stands around every operation. */
export const emptyQuery: Scenario = {
  id: 'graphql-typename',
  title: '{ __typename }',
  subjects: subjects(EMPTY),
  load: (_seeds, connections) => emptyQueries(connections),
};

/** The whole way of an operation, without cryptography and store. */
export const refusedRefresh: Scenario = {
  id: 'graphql-refused',
  title: 'a refresh whose token is refused at sight',
  subjects: subjects(REFUSED),
  load: (_seeds, connections) => refusedRefreshes(connections),
};

function subjects(reply: object): Scenario['subjects'] {
  return [
    {
      name: 'node:http, reply only',
      entry: 'replyOnly',
      settings: { reply: JSON.stringify(reply) },
    },
    { name: 'RefreshQL', entry: 'refreshql' },
    { name: 'plain Yoga', entry: 'plainYoga' },
    { name: 'Mercurius, compiled', entry: 'mercurius', peer: true, settings: { jit: '1' } },
    { name: 'Mercurius', entry: 'mercurius', peer: true },
  ];
}
