import { graphql } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createNativeFamily } from '../../adapters/nativeFamily.ts';
import { createRegistry } from '../../adapters/registry.ts';
import type { Call } from '../../domain/call.ts';
import type { TokenGrant } from '../../domain/grant.ts';
import { unlimited } from '../../domain/rateLimiter.ts';
import { type Secret, secret } from '../../domain/secret.ts';
import { createResolvers } from '../../resolvers/createResolvers.ts';
import { createSchema } from '../../schema/index.ts';
import { MAX_REPRESENTATIONS } from '../../schema/requestBudget.ts';
import { testIssuer } from '../issuer/issuerFixture.ts';

const ENTITIES = `query ($r: [_Any!]!) { _entities(representations: $r) { __typename
  ... on User { id activeSessions(first: 2) { id current } more: activeSessions(first: 7) { id } }
  ... on ActiveSession { id createdAt current }
  ... on Issuer { id kind } } }`;

const serviceKey = secret('service-key-of-this-test-0123456789');

/** A subgraph on a store whose calls are counted. */
function subgraph() {
  const fixture = testIssuer();
  const registry = createRegistry([createNativeFamily(fixture.issuer)]);
  const resolvers = createResolvers({
    registry,
    native: fixture.issuer,
    serviceKey,
    limiter: unlimited,
    emit: () => {},
  });
  const ask = async (source: string, variables: object, as: Partial<Call> = {}) => {
    fixture.calls.length = 0;
    const call: Call = { ...fixture.call, ...as };
    const contextValue = { resolvers, call, mayCompose: true, isGateway: true };
    const schema = createSchema();
    const variableValues = variables as Record<string, unknown>;
    const result = await graphql({ schema, source, variableValues, contextValue });
    return { ...result, data: result.data as { _entities: Entity[] } | null | undefined };
  };
  const signIn = async (userId: string) => {
    const grant = await fixture.issue(userId);
    const { viewer } = resolvers;
    const session = await viewer({ ...fixture.call, accessToken: grant.accessToken });
    return { ...grant, id: session !== null && 'sessionId' in session ? session.sessionId : '' };
  };
  return { ...fixture, ask, signIn };
}

interface Entity {
  readonly __typename: string;
  readonly id: string;
  readonly activeSessions?: readonly { id: string; current: boolean }[];
  readonly more?: readonly { id: string }[];
}

const users = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ __typename: 'User', id: `user-${n}` }));
const as = ({ accessToken }: { accessToken: Secret } | TokenGrant) => ({ accessToken });

describe('_entities', () => {
  it('reads the sessions of 100 users in one store query for the level', async () => {
    const { ask, signIn, calls } = subgraph();
    for (let n = 0; n < 20; n += 1) await signIn(`user-${n}`);
    const { data, errors } = await ask(ENTITIES, { r: users(100) }, { serviceKey });
    expect(errors).toBeUndefined();
    expect(data?._entities.map(({ activeSessions }) => activeSessions?.length)).toEqual([
      ...Array(20).fill(1),
      ...Array(80).fill(0),
    ]);
    expect(calls).toEqual(['listLive']);
  });

  it('reads 100 sessions in one store query', async () => {
    const { ask, signIn, calls } = subgraph();
    const ids = [];
    for (let n = 0; n < 100; n += 1) ids.push((await signIn('ada')).id);
    const r = ids.map((id) => ({ __typename: 'ActiveSession', id }));
    const { data } = await ask(ENTITIES, { r }, { serviceKey });
    expect(data?._entities.map(({ id }) => id)).toEqual(ids);
    expect(calls).toEqual(['find']);
  });

  it('gives each field as many sessions as it asks for, newest first, though both are read at once', async () => {
    const { ask, signIn, clock, calls } = subgraph();
    const ids: string[] = [];
    for (let n = 0; n < 3; n += 1) {
      ids.unshift((await signIn('ada')).id);
      clock.now += 1000;
    }
    const { data } = await ask(
      ENTITIES,
      { r: [{ __typename: 'User', id: 'ada' }] },
      { serviceKey },
    );
    const [ada] = data?._entities ?? [];
    expect(ada?.activeSessions?.map(({ id }) => id)).toEqual(ids.slice(0, 2));
    expect(ada?.more?.map(({ id }) => id)).toEqual(ids);
    expect(calls).toEqual(['listLive']);
  });

  it('asks once who the caller is, however many fields depend on it', async () => {
    const { ask, signIn, calls } = subgraph();
    const ada = await signIn('ada');
    await signIn('ada');
    const query =
      '{ a: viewer { activeSessions { current } } b: viewer { activeSessions(first: 1) { current } } }';
    const { errors } = await ask(query, {}, as(ada));
    expect(errors).toBeUndefined();
    expect(calls).toEqual(['find', 'listLive']);
  });

  it('gives sessions to their user and to a trusted back end only, field by field', async () => {
    const { ask, signIn } = subgraph();
    const ada = await signIn('ada');
    const bob = await signIn('bob');
    const r = [
      { __typename: 'ActiveSession', id: ada.id },
      { __typename: 'ActiveSession', id: bob.id },
      { __typename: 'Issuer', id: 'native' },
      { __typename: 'Issuer', id: 'walletkit-testnet' },
    ];
    const own = await ask(ENTITIES, { r }, as(ada));
    expect(own.data?._entities.map((entity) => entity?.id ?? null)).toEqual([
      ada.id,
      null,
      'native',
      null,
    ]);
    const nobody = await ask(ENTITIES, { r: r.slice(0, 2) });
    expect(nobody.data?._entities).toEqual([null, null]);
    const list = {
      r: [
        { __typename: 'User', id: 'ada' },
        { __typename: 'User', id: 'bob' },
      ],
    };
    const lists = await ask(ENTITIES, list, as(ada));
    expect(lists.data?._entities.map((entity) => entity?.activeSessions?.length)).toEqual([
      1,
      undefined,
    ]);
    expect(lists.errors?.map(({ extensions }) => extensions['code'])).toContain('UNAUTHENTICATED');
  });

  it.each([
    ['a type that has no entities', { __typename: 'Mutation', id: '1' }],
    ['a session that carries tokens', { __typename: 'Session', id: '1' }],
    ['a token', { __typename: 'Token', id: '1' }],
    ['a type of somebody else', { __typename: 'rt_CANARY', id: '1' }],
    ['no type', { id: '1' }],
    ['no id', { __typename: 'User' }],
    ['an empty id', { __typename: 'User', id: '' }],
    ['an id of 257 characters', { __typename: 'User', id: 'x'.repeat(257) }],
    ['an id that is no text', { __typename: 'User', id: { rt_CANARY: 1 } }],
    ['no object', 'rt_CANARY'],
    ['a prototype', JSON.parse('{"__proto__": {"__typename": "User", "id": "1"}}')],
  ])('takes nothing but its own entities: %s', async (_name, representation) => {
    const { ask, calls } = subgraph();
    const { data, errors } = await ask(ENTITIES, { r: [representation] }, { serviceKey });
    expect(data ?? null).toBeNull();
    expect(JSON.stringify(errors)).not.toContain('CANARY');
    expect(errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
    expect(calls).toEqual([]);
  });

  it(`takes ${MAX_REPRESENTATIONS} representations and no more`, async () => {
    const { ask, calls } = subgraph();
    const most = await ask(ENTITIES, { r: users(MAX_REPRESENTATIONS) }, { serviceKey });
    expect(most.errors).toBeUndefined();
    const more = await ask(ENTITIES, { r: users(MAX_REPRESENTATIONS + 1) }, { serviceKey });
    expect(more.errors?.[0]?.extensions['code']).toBe('INVALID_INPUT');
    expect(calls).toEqual([]);
  });
});
