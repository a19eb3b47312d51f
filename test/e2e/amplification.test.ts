import { describe, expect, it } from 'vitest';
import { MAX_OBJECT_FIELDS, MAX_REPRESENTATIONS } from '../../schema/requestBudget.ts';
import { post } from '../support/graphqlClient.ts';
import { signIn } from '../support/nativeClient.ts';
import { GATEWAY_KEY } from '../support/production.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';

const LANES = [
  ['the fast lane', true],
  ['the whole of Yoga', false],
] as const;
const gateway = { 'x-gateway-key': GATEWAY_KEY };
const ALIASES = 'The operation has more than 30 aliases, its fragments written out.';
const FIELDS = 'The document has more than 500 fields, its fragments written out.';

/** `count` aliased fields, or other text with a number in it. */
const times = (count: number, text: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => text(n)).join(' ');

const users = (count: number, id = (n: number) => `user-${n}`) =>
  Array.from({ length: count }, (_, n) => ({ __typename: 'User', id: id(n) }));

interface Answer {
  readonly status: number;
  readonly size: number;
  readonly data: Record<string, unknown> | null | undefined;
  readonly codes: readonly unknown[];
  readonly messages: readonly string[];
}

async function ask(
  { url }: TestServer,
  body: { readonly query: string; readonly variables?: object },
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await post(url, body, headers);
  const text = await response.text();
  const { data, errors = [] } = JSON.parse(text) as {
    data?: Record<string, unknown>;
    errors?: { message: string; extensions?: { code?: string } }[];
  };
  return {
    status: response.status,
    size: text.length,
    data,
    codes: errors.map(({ extensions }) => extensions?.code),
    messages: errors.map(({ message }) => message),
  };
}

const start = (fastLane: boolean) => startTestServer({ fastLane, env: { GATEWAY_KEY } });

async function crowd(server: TestServer) {
  const { accessToken } = await signIn(server.url, 'ada');
  for (let n = 1; n < 100; n += 1) await signIn(server.url, 'ada');
  return { authorization: `Bearer ${accessToken}` };
}

describe.each(LANES)('one small request, on %s', (_lane, fastLane) => {
  it('may have 30 aliases and no more, wherever they stand, unless a gateway sends it', async () => {
    await using server = await start(fastLane);
    const flat = (count: number) => `{ ${times(count, (n) => `a${n}: __typename`)} }`;
    const spread = (outer: number, inner: number) =>
      `{ ${times(outer, (n) => `a${n}: viewer { ...F }`)} } fragment F on User { ${times(inner, (n) => `b${n}: id`)} }`;
    for (const query of [flat(30), spread(5, 5)]) {
      expect((await ask(server, { query })).messages).toEqual([]);
    }
    for (const query of [flat(31), spread(6, 5)]) {
      const refused = await ask(server, { query });
      expect(refused).toMatchObject({ messages: [ALIASES], codes: ['BAD_REQUEST'] });
      expect(refused.data).toBeUndefined();
      expect((await ask(server, { query }, gateway)).messages).toEqual([]);
      // What a gateway has had executed is no better from somebody else.
      expect((await ask(server, { query })).messages).toEqual([ALIASES]);
    }
  });

  it('may not use what a gateway has had compiled', async () => {
    await using server = await start(fastLane);
    const query = `{ issuers { ${times(31, (n) => `a${n}: id`)} } }`;
    for (let n = 0; n < 40; n += 1) await ask(server, { query }, gateway);
    expect((await ask(server, { query })).messages).toEqual([ALIASES]);
  });

  it('may have 500 fields and no more, also from a gateway, its fragments written out', async () => {
    await using server = await start(fastLane);
    const twice = (levels: number) =>
      `{ ...F0 } ${times(levels, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F${levels} on Query { __typename }`;
    expect((await ask(server, { query: twice(8) }, gateway)).messages).toEqual([]);
    for (const levels of [9, 60]) {
      const startedAt = performance.now();
      const refused = await ask(server, { query: twice(levels) }, gateway);
      expect(refused).toMatchObject({ messages: [FIELDS], codes: ['BAD_REQUEST'] });
      expect(performance.now() - startedAt).toBeLessThan(2000);
    }
  });

  it(`may ask for ${MAX_REPRESENTATIONS} entities, in however many fields`, async () => {
    await using server = await start(fastLane);
    const query = (fields: number) =>
      `query ($r: [_Any!]!) { ${times(fields, (n) => `a${n}: _entities(representations: $r) { ... on User { id } }`)} }`;
    const variables = { r: users(MAX_REPRESENTATIONS / 5, (n) => `${n}`) };
    const most = await ask(server, { query: query(5), variables });
    expect(most.messages).toEqual([]);
    const more = await ask(server, { query: query(6), variables });
    expect(more).toMatchObject({ data: null, codes: ['INVALID_INPUT'] });
  });

  it(`is answered with ${MAX_OBJECT_FIELDS} fields of sessions at the most`, async () => {
    await using server = await start(fastLane);
    const user = await crowd(server);
    const query = (outer: number, inner: number) =>
      `{ ${times(outer, (n) => `a${n}: viewer { activeSessions(first: 100) { ...F } }`)} } fragment F on ActiveSession { ${times(inner, (n) => `b${n}: current`)} }`;
    const most = await ask(server, { query: query(2, 50) }, { ...user, ...gateway });
    expect(most.messages).toEqual([]);
    const more = await ask(server, { query: query(3, 50) }, { ...user, ...gateway });
    expect(more.codes).toEqual(['INVALID_INPUT']);
    expect(Object.values(more.data ?? {}).filter((viewer) => viewer === null)).toHaveLength(1);
    const ours = await ask(server, { query: query(3, 2) }, user);
    expect(ours.messages).toEqual([]);
  });

  it('cannot make the server work for seconds, or answer with megabytes', async () => {
    await using server = await start(fastLane);
    const user = await crowd(server);
    const variables = { r: users(360, () => 'ada') };
    const entities = (outer: number, inner: number) =>
      `query ($r: [_Any!]!) { ${times(outer, (n) => `a${n}: _entities(representations: $r) { ...F }`)} } fragment F on User { activeSessions { ${times(inner, (n) => `a${n}: current`)} } }`;
    const strangers = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { ${times(50, (n) => `a${n}: activeSessions { id }`)} } } }`;
    const hostile = [
      { query: entities(1, 1), variables },
      { query: entities(10, 20), variables },
      { query: entities(75, 1), variables },
      { query: entities(20, 20), variables },
      { query: strangers, variables },
    ];
    const startedAt = performance.now();
    for (const body of hostile) {
      for (const headers of [{}, gateway, user, { ...user, ...gateway }]) {
        expect((await ask(server, body, headers)).size).toBeLessThan(1_000_000);
      }
    }
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  }, 40_000);
});
