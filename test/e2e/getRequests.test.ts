import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const CANARY = 'rt_CANARY_short1';

/** What came back, after checking that nothing sent is in it. */
async function answer(response: Promise<Response>) {
  const it = await response;
  const text = await it.text();
  expect(text).not.toContain('CANARY');
  return { status: it.status, body: JSON.parse(text) };
}

describe('a GET', () => {
  it.each([
    ['variables', `variables=${CANARY}`],
    ['variables that begin well', `variables=${encodeURIComponent(`{"t":${CANARY}}`)}`],
    ['extensions', `extensions=${CANARY}`],
    ['variables with a document', `query={__typename}&variables=${CANARY}`],
  ])('whose JSON is none is refused with 400, no echo and no defect: %s', async (_name, query) => {
    await using server = await startTestServer();
    const { status, body } = await answer(fetch(`${server.url}/graphql?${query}`));
    const message = 'The variables and extensions of a query string must be JSON.';
    expect([status, body.errors[0].message]).toEqual([400, message]);
    expect(server.events).toEqual([]);
  });

  it.each([
    ['operationName=A', { operationName: 'A' }],
    ['variables={}', { variables: {} }],
    ['operationName=A&variables={}', { operationName: 'A', variables: {} }],
  ])('without a document is refused as a POST without one: %s', async (query, body) => {
    await using server = await startTestServer();
    const get = await answer(fetch(`${server.url}/graphql?${query}`));
    expect(get).toEqual(await answer(post(server.url, body)));
    expect(get.status).toBe(400);
  });

  it.each([
    'application/json; charset="utf-8"',
    'application/json;q=0',
    'application/json;q=0, application/graphql-response+json',
    'text/plain',
    '*/*',
  ])('is answered to Accept: %s as a POST is', async (accept) => {
    await using server = await startTestServer();
    const seen = async (response: Promise<Response>) => {
      const { status, headers } = await response;
      return [status, headers.get('content-type')];
    };
    const get = fetch(`${server.url}/graphql?query={__typename}`, { headers: { accept } });
    const posted = post(server.url, { query: '{__typename}' }, { accept });
    expect(await seen(get)).toEqual(await seen(posted));
  });

  it('of a mutation is refused and not executed', async () => {
    await using server = await startTestServer();
    const input = `{ native: { refreshToken: "${CANARY}" } }`;
    const query = encodeURIComponent(`mutation { refreshToken(input: ${input}) { __typename } }`);
    const { status } = await answer(fetch(`${server.url}/graphql?query=${query}`));
    expect(status).toBe(405);
    expect(server.events).toEqual([]);
  });

  it('of a query is executed', async () => {
    await using server = await startTestServer();
    const { body } = await answer(fetch(`${server.url}/graphql?query={__typename}`));
    expect(body).toEqual({ data: { __typename: 'Query' } });
  });
});
