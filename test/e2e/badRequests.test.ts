import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';

const CANARY = 'rt_CANARY_9f8e7d6c5b4a39281706f5e4d3c2b1a0';
const REFRESH =
  'mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename ... on RefreshError { code message } } }';
const literal = (fields: string) => `mutation { refreshToken(input: ${fields}) { __typename } }`;

/** Sends a request and gives what came back, after checking that nothing sent is in it. */
async function answer(response: Promise<Response>) {
  const { status, headers, text } = await response.then(async (it) => ({
    status: it.status,
    headers: it.headers,
    text: await it.text(),
  }));
  expect(text).not.toContain('CANARY');
  expect(JSON.stringify([...headers])).not.toContain('CANARY');
  expect(headers.get('cache-control')).toBe('no-store');
  return { status, text, body: JSON.parse(text) };
}

function raw(server: TestServer, contentType: string, body: string | FormData) {
  const headers: Record<string, string> = contentType === '' ? {} : { 'content-type': contentType };
  return fetch(`${server.url}/graphql`, { method: 'POST', headers, body });
}

describe('a request that is not a GraphQL request', () => {
  it.each([
    ['malformed JSON', `{"query":"{ viewer { id } }","variables":{"t":"${CANARY}`],
    ['JSON that is no object', `"${CANARY}"`],
    ['null', 'null'],
    ['a batch', `[{"query":"{ viewer { id } }"},{"query":"# ${CANARY}"}]`],
    ['no query', `{"variables":{"t":"${CANARY}"}}`],
    ['a query that is no string', `{"query":{"t":"${CANARY}"}}`],
    ['variables that are no object', `{"query":"{ viewer { id } }","variables":"${CANARY}"}`],
    ['an unknown member', `{"query":"{ viewer { id } }","${CANARY}":1}`],
  ])('is refused with 400 and no echo: %s', async (_name, body) => {
    await using server = await startTestServer();
    const { status, body: reply } = await answer(post(server.url, body));
    expect(status).toBe(400);
    expect(reply.errors[0].message).toMatch(/\.$/);
  });

  it.each([
    ['form-urlencoded', 'application/x-www-form-urlencoded', `query=${CANARY}`],
    ['text/plain', 'text/plain', `{"query":"# ${CANARY}"}`],
    ['application/graphql', 'application/graphql', `# ${CANARY}\n{ viewer { id } }`],
    ['no content type', '', 'x'],
    ['another charset', 'application/json; charset=utf-16', '{}'],
  ])('is refused with 415: %s', async (_name, contentType, body) => {
    await using server = await startTestServer();
    expect((await answer(raw(server, contentType, body))).status).toBe(415);
  });

  it('is refused with 415: multipart', async () => {
    await using server = await startTestServer();
    const form = new FormData();
    form.set('operations', JSON.stringify({ query: REFRESH, variables: { t: CANARY } }));
    expect((await answer(raw(server, '', form))).status).toBe(415);
  });

  it('is refused with 413 when it is larger than 16 KiB, told or untold', async () => {
    await using server = await startTestServer();
    const body = JSON.stringify({ query: `# ${CANARY} ${'x'.repeat(16 * 1024)}` });
    expect((await answer(post(server.url, body))).status).toBe(413);
    const untold = fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: new Blob([body]).stream(),
      duplex: 'half',
    } as RequestInit);
    expect((await answer(untold)).status).toBe(413);
  });

  it('is served up to 16 KiB', async () => {
    await using server = await startTestServer();
    const frame = JSON.stringify({ query: '{ __typename }#' }).length;
    const query = `{ __typename }#${'x'.repeat(16 * 1024 - frame)}`;
    expect(await answer(post(server.url, { query }))).toMatchObject({ status: 200 });
  });
});

describe('a document or a variable that is wrong', () => {
  it.each([
    ['a syntax error', { query: `mutation { refreshToken(input: "${CANARY}` }],
    ['an unexpected name', { query: `mutation ${CANARY} ${CANARY}` }],
    ['an unknown field', { query: `{ ${CANARY} }` }],
    ['an unknown argument', { query: `{ issuers(${CANARY}: 1) { id } }` }],
    ['a literal of the wrong type', { query: literal(`{ native: "${CANARY}" }`) }],
    ['an enum literal', { query: literal(`{ walletKit: { network: ${CANARY} } }`) }],
    ['a member that does not exist', { query: literal(`{ native: { ${CANARY}: "x" } }`) }],
    ['a list for an object', { query: literal(`["${CANARY}"]`) }],
    ['an unknown operation name', { query: '{ viewer { id } }', operationName: CANARY }],
    ['a wrong variable shape', { query: REFRESH, variables: { input: { refreshToken: CANARY } } }],
    ['a bare token as the variable', { query: REFRESH, variables: { input: CANARY } }],
    ['a token in a list', { query: REFRESH, variables: { input: { native: [CANARY, CANARY] } } }],
    [
      'a value that imitates a path',
      { query: REFRESH, variables: { input: `x" at "input.${CANARY}"; ${CANARY}` } },
    ],
    [
      'an object for a string',
      { query: REFRESH, variables: { input: { native: { refreshToken: { t: CANARY } } } } },
    ],
    [
      'a variable that is not defined',
      { query: `query { issuers { id @include(if: $${CANARY}) } }` },
    ],
  ])('is refused without an echo: %s', async (_name, request) => {
    await using server = await startTestServer();
    const { body } = await answer(post(server.url, request));
    expect(body.errors.length).toBeGreaterThan(0);
    expect(body.data).toBeUndefined();
    // Twice, since the second time may come from a cache.
    await answer(post(server.url, request));
    expect(JSON.stringify(server.events)).not.toContain('CANARY');
  });

  it('says which variable field is wrong, by its path in the schema', async () => {
    await using server = await startTestServer();
    const variables = { input: { walletKit: { network: 'TESTNET', refreshToken: CANARY } } };
    const { body } = await answer(post(server.url, { query: REFRESH, variables }));
    expect(body.errors[0].message).toBe(
      'A variable is not valid at "input.walletKit": Field "sessionId" of required type "ID!" was not provided.',
    );
    expect(body.errors[0].extensions.code).toBe('BAD_USER_INPUT');
  });

  it('answers 400 for application/graphql-response+json and 200 for application/json', async () => {
    await using server = await startTestServer();
    const modern = { accept: 'application/graphql-response+json' };
    expect((await answer(post(server.url, { query: '{ nope }' }, modern))).status).toBe(400);
    expect((await answer(post(server.url, { query: '{ nope }' }))).status).toBe(200);
  });
});

describe('an input with none or two members', () => {
  it.each([
    ['none', {}],
    ['two', { native: { refreshToken: CANARY }, cloudreve: { refreshToken: CANARY } }],
    ['one that is null', { native: null }],
  ])('is refused before anything runs: %s', async (_name, input) => {
    await using server = await startTestServer();
    const { body } = await answer(post(server.url, { query: REFRESH, variables: { input } }));
    expect(body.errors).toHaveLength(1);
    expect(server.events).toEqual([]);
  });
});

describe('a token that is not one of ours', () => {
  it('is refused as TOKEN_INVALID, whatever is wrong with it', async () => {
    await using server = await startTestServer();
    const { refreshToken, accessToken } = await signIn(server.url);
    const [header, payload, signature] = refreshToken.split('.');
    const tokens = [
      CANARY,
      'a.b.c',
      '..',
      accessToken,
      `${refreshToken} `,
      `${refreshToken}=`,
      `${header}.${payload}.`,
      `${header}.${payload}.${signature}.${signature}`,
      'x'.repeat(8192),
    ];
    for (const token of tokens) {
      const variables = { input: { native: { refreshToken: token } } };
      const { body } = await answer(post(server.url, { query: REFRESH, variables }));
      expect(body.data.refreshToken).toEqual({
        __typename: 'InvalidRefreshTokenError',
        code: 'TOKEN_INVALID',
        message: 'The refresh token is not valid.',
      });
    }
    const events = server.events.map(({ type }) => type);
    expect(new Set(events)).toEqual(new Set(['session.issued', 'token.issue', 'token.refresh']));
  });

  it('is INVALID_INPUT when it is empty or longer than 8192 characters', async () => {
    await using server = await startTestServer();
    for (const refreshToken of ['', 'x'.repeat(8193)]) {
      const variables = { input: { native: { refreshToken } } };
      const { body } = await answer(post(server.url, { query: REFRESH, variables }));
      expect(body.data.refreshToken.code).toBe('INVALID_INPUT');
    }
  });
});

describe('many refreshes in one operation', () => {
  const call = (alias: string) =>
    `${alias}: refreshToken(input: { native: { refreshToken: "${CANARY}" } }) { __typename }`;
  const fields = `${call('a')} ${call('b')}`;

  it.each([
    ['aliases', `mutation { ${fields} }`],
    ['a fragment', `mutation { ...F } fragment F on Mutation { ${fields} }`],
    [
      'two fragments',
      `mutation { ...F ...G } fragment F on Mutation { ${call('a')} } fragment G on Mutation { ${call('b')} }`,
    ],
    ['inline fragments', `mutation { ${call('a')} ... on Mutation { ... { ${call('b')} } } }`],
    ['skipped ones', `mutation { ${call('a')} ... @skip(if: true) { ${call('b')} } }`],
  ])('are refused, and none is executed: %s', async (_name, query) => {
    await using server = await startTestServer();
    const { body } = await answer(post(server.url, { query }));
    expect(body.errors[0].message).toBe('An operation may call "refreshToken" only once.');
    expect(server.events).toEqual([]);
  });
});
