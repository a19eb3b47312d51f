import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IssueToken, RefreshAcross } from '../support/documents.ts';
import { exampleInputs } from '../support/exampleInputs.ts';
import { post } from '../support/post.ts';
import { GATEWAY_KEY, GATEWAYS, type Gateways, startGateways } from '../support/startGateways.ts';
import { asService } from '../support/startRefreshQL.ts';

let world: Gateways;
beforeAll(async () => {
  world = await startGateways();
});
afterAll(() => world[Symbol.asyncDispose]());
beforeEach(() => {
  world.beforeRefreshQL.passed.length = 0;
  world.beforeProfiles.passed.length = 0;
});

const native = (refreshToken: string) => ({ input: { native: { refreshToken } } });

describe.each(GATEWAYS)('through the gateway %s', (name) => {
  const send = (query: string, variables?: object, headers?: Record<string, string>) =>
    post(world.gateway[name].url, query, variables, headers);

  it('a refresh gives a Token, and the other subgraph its user, in one operation', async () => {
    const { refreshToken } = await world.refreshql.signIn();
    const { status, headers, body } = await send(RefreshAcross, native(refreshToken));
    expect(body.errors).toBeUndefined();
    expect(body.data.refreshToken).toMatchObject({
      __typename: 'Token',
      issuer: { id: 'native' },
      rotated: true,
      user: { id: 'ada', displayName: 'The user ada' },
    });
    expect(body.data.refreshToken.refreshToken).not.toBe(refreshToken);
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(world.beforeRefreshQL.passed).toHaveLength(1);
  });

  it('a refresh gives a Session, and the other subgraph its fields, in one operation', async () => {
    const [, walletKit] = await exampleInputs(world.refreshql);
    const { body } = await send(RefreshAcross, walletKit);
    expect(body.errors).toBeUndefined();
    const { id } = body.data.refreshToken;
    expect(body.data.refreshToken).toMatchObject({
      __typename: 'Session',
      issuer: { id: 'walletkit-testnet' },
      nickname: `The session ${id}`,
    });
  });

  it('a refusal is a typed value with the correlation id that the client sent', async () => {
    const id = randomUUID();
    const headers = { 'x-correlation-id': id };
    const { status, body } = await send(RefreshAcross, native('never issued'), headers);
    expect(status).toBe(200);
    expect(body).toEqual({
      data: {
        refreshToken: {
          __typename: 'InvalidRefreshTokenError',
          code: 'TOKEN_INVALID',
          retryable: false,
          reauthenticate: true,
          correlationId: id,
        },
      },
    });
  });

  it.each([
    [
      'two members',
      { native: { refreshToken: 'a' }, oauth2: { provider: 'x', refreshToken: 'a' } },
    ],
    ['no member', {}],
    ['a null member', { native: null }],
    ['a null member beside another', { native: { refreshToken: 'a' }, oauth2: null }],
  ])(
    'an input with %s is refused by RefreshQL, as variable and as literal',
    async (_name, input) => {
      const literal = JSON.stringify(input).replace(/"(\w+)":/g, '$1:');
      const inline = RefreshAcross.replace(/\(\$input.*?\)/, '').replace('$input', literal);
      for (const { body } of [await send(RefreshAcross, { input }), await send(inline)]) {
        expect(body.data?.refreshToken).toBeUndefined();
        expect(body.errors[0].message).toMatch(/exactly one key|must be non-null/i);
      }
    },
  );

  it('the access token reaches RefreshQL, and nothing else of a client reaches anyone', async () => {
    const { accessToken } = await world.refreshql.signIn(`grace-${name}`);
    const { body } = await send(
      '{ viewer { id displayName activeSessions { current } } }',
      {},
      { authorization: `Bearer ${accessToken}`, cookie: 'a=b', 'x-other': 'c', ...asService },
    );
    expect(body.data.viewer).toEqual({
      id: `grace-${name}`,
      displayName: `The user grace-${name}`,
      activeSessions: [{ current: true }],
    });
    const sent = (passed: typeof world.beforeProfiles.passed) =>
      passed.flatMap(({ headers }) =>
        ['authorization', 'cookie', 'x-other', 'x-service-key'].filter((it) => it in headers),
      );
    expect(sent(world.beforeRefreshQL.passed)).toEqual(['authorization']);
    expect(world.beforeProfiles.passed).toHaveLength(1);
    expect(sent(world.beforeProfiles.passed)).toEqual([]);
  });

  it("the client's address reaches RefreshQL behind what it said itself, with the gateway's key and not the client's", async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.7', 'x-gateway-key': 'guessed' };
    await send('{ issuers { id } profiles { displayName } }', {}, forwarded);
    const sent = (passed: typeof world.beforeProfiles.passed) =>
      passed.map(({ headers }) => [headers['x-forwarded-for'], headers['x-gateway-key']]);
    expect(sent(world.beforeRefreshQL.passed)).toEqual([['203.0.113.7, 127.0.0.1', GATEWAY_KEY]]);
    expect(sent(world.beforeProfiles.passed)).toEqual([[undefined, undefined]]);
  });

  it('nothing within a request sets a header for RefreshQL', async () => {
    const headers = { 'x-gateway-key': 'guessed', 'x-forwarded-for': '203.0.113.9', ...asService };
    const query = '{ issuers { id } }';
    await fetch(world.gateway[name].url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, extensions: { headers } }),
    });
    const [passed] = world.beforeRefreshQL.passed;
    expect(passed?.headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1' });
    expect(passed?.headers).toMatchObject({ 'x-gateway-key': GATEWAY_KEY });
    expect(passed?.headers).not.toHaveProperty('x-service-key');
  });

  it('the service key of a client makes nobody a trusted back end', async () => {
    const { body } = await send(IssueToken, { input: { userId: 'mallory' } }, asService);
    expect(body.data.issueToken).toEqual({
      __typename: 'UnauthenticatedError',
      code: 'UNAUTHENTICATED',
    });
  });
});
