import { getIntrospectionQuery } from 'graphql';
import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';

async function messages({ url }: TestServer, query: string, variables?: object) {
  const body = await (await post(url, { query, variables })).json();
  return (body as { errors?: { message: string }[] }).errors?.map(({ message }) => message) ?? [];
}

describe('a document', () => {
  it('may have 1,000 tokens and no more', async () => {
    await using server = await startTestServer();
    // An input object's fields have three tokens each, the rest has 20.
    const document = (values: number) =>
      `{ _entities(representations: [{ __typename: "Issuer", id: "x", ${Array.from({ length: values }, (_, n) => `a${n}: 1`).join(' ')} }]) { __typename } }`;
    expect(await messages(server, document(326))).toEqual([]);
    expect(await messages(server, document(327))).toEqual([
      'Syntax Error: The document has more than 1000 tokens.',
    ]);
  });

  it.each([
    ['fields', (n: number) => `${'{ a '.repeat(n)}${'}'.repeat(n)}`],
    [
      'inline fragments',
      (n: number) => `{ ... { ${'a { ... { '.repeat(n)} a ${'} }'.repeat(n)} } }`,
    ],
    [
      'fragments',
      (n: number) =>
        `{ ...F0 } ${Array.from({ length: n }, (_, i) => `fragment F${i} on Query { a { ...F${i + 1} } }`).join(' ')} fragment F${n} on Query { a }`,
    ],
  ])('may be nested 10 levels deep and no more, through %s', async (_name, nested) => {
    await using server = await startTestServer();
    const sentence = 'The operation is nested more than 10 levels deep.';
    expect(await messages(server, nested(8))).not.toContain(sentence);
    expect(await messages(server, nested(12))).toContain(sentence);
  });

  it('may not recurse through the introspection either', async () => {
    await using server = await startTestServer();
    const nested = `{ __schema { types { ${'fields { type { '.repeat(12)} name ${'} }'.repeat(12)} } } }`;
    expect(await messages(server, nested)).toContain('Maximum introspection depth exceeded');
    expect(await messages(server, getIntrospectionQuery())).toEqual([]);
  });

  it('may have 10 directives and no more, wherever they stand', async () => {
    await using server = await startTestServer();
    const directives = (count: number) => '@include(if: true) '.repeat(count);
    const spread = (count: number) =>
      `{ ...F } fragment F on Query { ${Array.from({ length: count }, (_, n) => `a${n}: __typename @include(if: true)`).join(' ')} }`;
    const sentence = 'The operation has more than 10 directives.';
    expect(await messages(server, spread(10))).toEqual([]);
    expect(await messages(server, spread(11))).toEqual([sentence]);
    expect(await messages(server, `{ __typename ${directives(11)} }`)).toContain(sentence);
  });

  it('may spread fragments in a circle without end, and is refused', async () => {
    await using server = await startTestServer();
    const query =
      'mutation { ...A } fragment A on Mutation { ...B } fragment B on Mutation { ...A }';
    expect((await messages(server, query)).join()).toContain('Cannot spread fragment');
  });

  it.each([true, false])(
    'may spread them in circles of circles (fast lane: %j)',
    async (fastLane) => {
      await using server = await startTestServer({ fastLane });
      for (const count of [5, 30, 60]) {
        const circles = Array.from(
          { length: count },
          (_, n) =>
            `fragment F${n} on Query { a { ...F${(n + 1) % count} } ...F${(n + 7) % count} }`,
        );
        const found = await messages(server, `{ ...F0 } ${circles.join(' ')}`);
        expect(found[0]).toContain('Cannot spread fragment');
      }
      expect(server.events).toEqual([]);
    },
  );
});

describe('1,000 refreshes in one request', () => {
  const call = 'refreshToken(input: { native: { refreshToken: "x" } }) { __typename }';
  it.each([
    [
      'as aliases',
      {
        query: `mutation { ${Array.from({ length: 1000 }, (_, n) => `a${n}: ${call}`).join(' ')} }`,
      },
    ],
    [
      'as few enough aliases',
      { query: `mutation { ${Array.from({ length: 60 }, (_, n) => `a${n}: ${call}`).join(' ')} }` },
    ],
    [
      'in a fragment',
      {
        query: `mutation { ...F } fragment F on Mutation { ${Array.from({ length: 60 }, (_, n) => `a${n}: ${call}`).join(' ')} }`,
      },
    ],
    ['as a batch', Array.from({ length: 100 }, () => ({ query: `mutation { ${call} }` }))],
    [
      'as operations',
      {
        query: Array.from({ length: 60 }, (_, n) => `mutation M${n} { ${call} }`).join(' '),
        operationName: 'M1',
      },
    ],
  ])('run at most one: %s', async (_name, body) => {
    await using server = await startTestServer();
    await (await post(server.url, body)).text();
    const runs = server.events.filter(({ type }) => type === 'token.refresh').length;
    expect(runs).toBeLessThanOrEqual(1);
  });
});
