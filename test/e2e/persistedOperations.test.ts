import { hash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { signIn } from '../support/nativeClient.ts';
import { GATEWAY_KEY, PRODUCTION } from '../support/production.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

const REFRESH =
  'mutation Refresh($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename } }';
const ISSUERS = 'query Issuers { issuers { id } }';
const idOf = (document: string) => hash('sha256', document, 'hex');
const manifest = JSON.stringify({ [idOf(REFRESH)]: REFRESH, [idOf(ISSUERS)]: ISSUERS });
const byHash = (document: string) => ({
  extensions: { persistedQuery: { version: 1, sha256Hash: idOf(document) } },
});

const persisted = (mode: string, more = {}) =>
  startTestServer({
    env: { PERSISTED_OPERATIONS: mode, PERSISTED_OPERATIONS_FILE: manifest, ...more },
  });

async function ask(url: string, body: object, headers = {}) {
  const response = await post(url, body, headers);
  return { status: response.status, body: (await response.json()) as Answer };
}
interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { message: string; extensions: { code: string } }[];
}
const codeOf = ({ body }: { body: Answer }) => body.errors?.[0]?.extensions.code;

describe.each(['allow', 'only'])('PERSISTED_OPERATIONS=%s', (mode) => {
  it('runs an operation by its hash, as Apollo names it', async () => {
    await using server = await persisted(mode);
    const { refreshToken } = await signInAnywhere(server.url, mode);
    const variables = { input: { native: { refreshToken } } };
    const { body } = await ask(server.url, { ...byHash(REFRESH), variables });
    expect(body).toEqual({ data: { refreshToken: { __typename: expect.any(String) } } });
  });

  it('runs an operation by documentId, as GraphQL over HTTP names it', async () => {
    await using server = await persisted(mode);
    for (const documentId of [idOf(ISSUERS), `sha256:${idOf(ISSUERS)}`]) {
      const { body } = await ask(server.url, { documentId });
      expect(body.errors).toBeUndefined();
    }
  });

  it('runs a query by GET, and no mutation', async () => {
    await using server = await persisted(mode);
    const get = (query: string) => fetch(`${server.url}/graphql?${query}`);
    const extensions = encodeURIComponent(JSON.stringify(byHash(ISSUERS).extensions));
    expect((await get(`documentId=${idOf(ISSUERS)}`)).status).toBe(200);
    expect((await get(`extensions=${extensions}`)).status).toBe(200);
    expect((await get(`documentId=${idOf(REFRESH)}`)).status).toBe(405);
  });

  it('says PersistedQueryNotFound for a hash that is not in the manifest', async () => {
    await using server = await persisted(mode);
    const answer = await ask(server.url, byHash('{ unknown }'));
    expect(answer.status).toBe(200);
    expect(answer.body.errors?.[0]).toMatchObject({
      message: 'PersistedQueryNotFound',
      extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' },
    });
  });

  it('refuses another document under a known hash', async () => {
    await using server = await persisted(mode);
    const answer = await ask(server.url, { ...byHash(ISSUERS), query: '{ viewer { id } }' });
    expect(answer.status).toBe(400);
    expect(answer.body.data).toBeUndefined();
  });

  it('never learns a document from a caller', async () => {
    await using server = await persisted(mode);
    const query = '{ viewer { id } }';
    await ask(server.url, { ...byHash(query), query });
    expect(codeOf(await ask(server.url, byHash(query)))).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

/** In `only` mode no test may send a document of its own: there a bad token will do. */
const signInAnywhere = (url: string, mode: string) =>
  mode === 'allow' ? signIn(url) : Promise.resolve({ refreshToken: 'not-one-of-ours' });

describe('PERSISTED_OPERATIONS=only', () => {
  it('refuses every document that is not in the manifest, and executes nothing', async () => {
    await using server = await persisted('only');
    for (const query of [
      '{ viewer { id } }',
      `${REFRESH} `,
      '{ __typename }',
      '{ _service { sdl } }',
    ]) {
      const answer = await ask(server.url, { query, ...byHash('{ unknown }') });
      expect([answer.status, codeOf(answer)]).toEqual([400, 'PERSISTED_QUERY_ONLY']);
      const get = await fetch(`${server.url}/graphql?query=${encodeURIComponent(query)}`);
      expect(get.status).toBe(400);
    }
    expect(server.events).toEqual([]);
  });

  it('runs a document of the manifest that is sent whole', async () => {
    await using server = await persisted('only');
    expect((await ask(server.url, { query: ISSUERS })).body.errors).toBeUndefined();
  });

  it('lets a gateway that proves itself make its own documents', async () => {
    await using server = await persisted('only', PRODUCTION);
    const query = '{ _service { sdl } }';
    expect(codeOf(await ask(server.url, { query }))).toBe('PERSISTED_QUERY_ONLY');
    const { body } = await ask(server.url, { query }, { 'x-gateway-key': GATEWAY_KEY });
    expect(body.errors).toBeUndefined();
  });
});

describe('PERSISTED_OPERATIONS=off', () => {
  it('says so to who asks by hash, and runs what is sent with its document', async () => {
    await using server = await startTestServer();
    expect(codeOf(await ask(server.url, byHash(ISSUERS)))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    const { body } = await ask(server.url, { ...byHash(ISSUERS), query: ISSUERS });
    expect(body.errors).toBeUndefined();
  });
});

describe('the manifest', () => {
  it('may be a file, also in the format of Apollo', async () => {
    await using directory = await tempDir();
    const file = join(directory.path, 'manifest.json');
    const operations = [{ id: 'issuers-1', name: 'Issuers', type: 'query', body: ISSUERS }];
    const apollo = { format: 'apollo-persisted-query-manifest', version: 1, operations };
    await writeFile(file, JSON.stringify(apollo));
    const env = { PERSISTED_OPERATIONS: 'only', PERSISTED_OPERATIONS_FILE: file };
    await using server = await startTestServer({ env });
    const { body } = await ask(server.url, { documentId: 'issuers-1' });
    expect(body.errors).toBeUndefined();
  });

  it('with a document that the schema does not accept keeps the server from starting', async () => {
    const env = { PERSISTED_OPERATIONS: 'only', PERSISTED_OPERATIONS_FILE: '{"bad":"{ nope }"}' };
    await expect(startTestServer({ env })).rejects.toThrow(
      'PERSISTED_OPERATIONS_FILE has documents that are not valid: bad.',
    );
  });

  const many = (length: number, of: (n: number) => string) =>
    Array.from({ length }, (_, n) => of(n)).join(' ');
  const calls = many(2, (n) => `r${n}: refreshToken(input: $input) { __typename }`);
  const deep = `${'ofType { '.repeat(10)} name ${'}'.repeat(10)}`;

  it.each([
    ['two refreshes', `mutation ($input: RefreshTokenInput!) { ${calls} }`],
    ['too many aliases', `{ ${many(31, (n) => `a${n}: __typename`)} }`],
    ['too many fields', `{ issuers { ${many(501, () => 'id')} } }`],
    ['too many tokens', `{ viewer { ${many(120, () => 'activeSessions(first: 1) { id }')} } }`],
    ['too many directives', `{ issuers { ${many(11, () => 'id @include(if: true)')} } }`],
    ['too many levels', `{ __type(name: "Token") { ${deep} } }`],
  ])('with a document that can never run keeps the server from starting: %s', async (_, never) => {
    const documents = { good: ISSUERS, never };
    const env = {
      PERSISTED_OPERATIONS: 'only',
      PERSISTED_OPERATIONS_FILE: JSON.stringify(documents),
    };
    await expect(startTestServer({ env })).rejects.toThrow(
      'PERSISTED_OPERATIONS_FILE has documents that are not valid: never.',
    );
  });

  it('may have what only development or a gateway runs, where there is one', async () => {
    const file = (document: string) => ({
      PERSISTED_OPERATIONS: 'only',
      PERSISTED_OPERATIONS_FILE: JSON.stringify({ it: document }),
    });
    const introspection = file('{ __schema { types { name } } }');
    const aliases = file(`{ ${many(31, (n) => `a${n}: __typename`)} }`);
    for (const env of [introspection, { ...PRODUCTION, ...aliases }]) {
      await using server = await startTestServer({ env });
      const headers = { 'x-gateway-key': GATEWAY_KEY };
      const { body } = await ask(server.url, { documentId: 'it' }, headers);
      expect(body.errors).toBeUndefined();
    }
    const env = { ...PRODUCTION, ...introspection };
    await expect(startTestServer({ env })).rejects.toThrow('are not valid: it.');
  });

  it('belongs to a mode that uses it, and such a mode needs it', async () => {
    const message = 'It belongs to PERSISTED_OPERATIONS=allow or only';
    for (const env of [{ PERSISTED_OPERATIONS: 'only' }, { PERSISTED_OPERATIONS_FILE: manifest }]) {
      await expect(startTestServer({ env })).rejects.toThrow(message);
    }
  });
});
