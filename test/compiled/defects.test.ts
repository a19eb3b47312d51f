import { createYoga } from 'graphql-yoga';
import { describe, expect, it } from 'vitest';
import type { Event } from '../../domain/events.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import { createSchema } from '../../schema/index.ts';
import { createGraphQL, type GraphQLServer } from '../../server/graphql/createGraphQL.ts';
import { graphqlRoutes } from '../../server/graphql/graphqlRoutes.ts';
import { createPublishError } from '../../server/graphql/publishError.ts';
import { createListener } from '../../server/http/createListener.ts';
import { post } from '../support/graphqlClient.ts';
import { serve } from '../support/serve.ts';
import { stubContext } from './stubContext.ts';

const REFRESH =
  'mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename ... on RefreshError { code } } }';
const variables = { input: { native: { refreshToken: 'a token' } } };

/** How often a document is asked for before it is code. */
const SIGHTINGS = 16;

interface Broken {
  /** What the use case for refreshes does. */
  readonly refresh?: () => Promise<unknown>;
  readonly fastLane: boolean;
  readonly mend?: (graphql: GraphQLServer) => GraphQLServer;
}

/** The endpoint with a use case that is broken, and what it told the operator. */
async function serveBroken({ refresh, fastLane, mend = (it) => it }: Broken) {
  const events: Event[] = [];
  const emit = (event: Event) => events.push(event);
  const now = () => 5;
  const graphql = mend(createGraphQL({ emit, now, open: false, graphiql: null }));
  const { resolvers } = stubContext(null).context;
  const routes = graphqlRoutes({
    graphql,
    resolvers: { ...resolvers, refreshToken: refresh as Resolvers['refreshToken'] },
    resolveOperation: (request) => ({ ok: true, request: { ...request, query: REFRESH } }),
    gatewayKey: null,
    openSdl: false,
    fastLane,
  });
  const clientAddress = () => null;
  const served = await serve(
    createListener({ routes: { '/graphql': routes }, clientAddress, now, emit }),
  );
  return { url: served.url, events, [Symbol.dispose]: () => served[Symbol.dispose]() };
}

/** What a caller sees, and how many defects the operator is told. */
async function ask(server: { url: string; events: Event[] }, accept: string) {
  server.events.length = 0;
  const response = await post(server.url, { query: REFRESH, variables }, { accept });
  const { status, headers } = response;
  const body = await response.text();
  const defects = server.events.filter(({ type }) => type === 'defect').length;
  return { status, type: headers.get('content-type'), body, defects };
}

describe.each(['application/json', 'application/graphql-response+json'])(
  'where a resolve function throws, as %s',
  (accept) => {
    it.each([
      ['an error', () => Promise.reject(new Error('a secret'))],
      ['what is no error', () => Promise.reject('a secret')],
      ['nothing, and answers what has no type', async () => ({ kind: 'Nothing' })],
    ])(
      'every lane gives the same answer, and tells the operator once: %s',
      async (_name, refresh) => {
        using fast = await serveBroken({ refresh, fastLane: true });
        using whole = await serveBroken({ refresh, fastLane: false });
        const enveloped = await ask(fast, accept);
        for (let times = 1; times < SIGHTINGS; times += 1) await ask(fast, accept);
        await import('graphql-jit');
        const compiled = await ask(fast, accept);
        const byYoga = await ask(whole, accept);
        expect(enveloped).toEqual(byYoga);
        expect(compiled).toEqual(byYoga);
        expect(byYoga).toEqual({
          status: 200,
          type: `${accept}; charset=utf-8`,
          body: '{"errors":[{"message":"Unexpected error.","path":["refreshToken"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}],"data":null}',
          defects: 1,
        });
      },
    );
  },
);

const BODY =
  '{"errors":[{"message":"Unexpected error.","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}';

const throwing = () => {
  throw new Error('a secret');
};

it.each([
  ['compiled code', true, { compiled: { run: throwing } }],
  ['what comes before an execution', true, { yoga: { getEnveloped: throwing } }],
  ['the whole of Yoga', false, { yoga: { fetch: throwing } }],
])('a defect of %s is answered in the shape of GraphQL', async (_name, fastLane, broken) => {
  const mend = (graphql: GraphQLServer) => ({ ...graphql, ...(broken as object) });
  using server = await serveBroken({ fastLane, mend });
  expect(await ask(server, 'application/json')).toEqual({
    status: 500,
    type: 'application/json; charset=utf-8',
    body: BODY,
    defects: 1,
  });
});

it('a defect that Yoga catches itself is answered alike', async () => {
  const yoga = createYoga({
    schema: createSchema(),
    plugins: [{ onValidate: throwing }],
    maskedErrors: { maskError: createPublishError(new Set(), { suggestions: false }) },
    logging: false,
  });
  const headers = { 'content-type': 'application/json' };
  const body = '{"query":"{ __typename }"}';
  const response = await yoga.fetch('http://yoga/graphql', { method: 'POST', headers, body });
  expect([response.status, await response.text()]).toEqual([500, BODY]);
});
