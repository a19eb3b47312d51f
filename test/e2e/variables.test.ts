import { describe, expect, it } from 'vitest';
import { asUser, post } from '../support/graphqlClient.ts';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const CANARY = 'rt_CANARY_4f1c';
const WALLET = 'network: TESTNET, refreshToken: "rt_CANARY_4f1c"';

describe('a null variable where a value is needed', () => {
  it.each([
    [
      'in an exclusive input',
      'mutation ($n: NativeRefreshInput) { refreshToken(input: { native: $n }) { __typename } }',
    ],
    [
      'for a required field with a default',
      `mutation ($n: ID = "a") { refreshToken(input: { walletKit: { ${WALLET}, sessionId: $n } }) { __typename } }`,
    ],
    [
      'for the argument, through a fragment',
      'mutation ($n: RevokeTokenInput = { native: { refreshToken: "a" } }) { ...F } fragment F on Mutation { revokeToken(input: $n) { __typename } }',
    ],
  ])('is refused before any field of a mutation runs: %s', async (_name, query) => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const before = server.events.length;
    const good = `good: revokeToken(input: { native: { refreshToken: "${refreshToken}" } }) { __typename }`;
    const both = query.replace(') {', `) { ${good} `);
    for (const variables of [{ n: null }, {}]) {
      const text = await (await post(server.url, { query: both, variables })).text();
      expect(JSON.parse(text).data).toBeUndefined();
      expect(text).toContain('must be of a non-null type here');
      expect(text).not.toContain(CANARY);
    }
    expect(server.events.slice(before)).toEqual([]);
  });

  it('is an error of the request in a query, and quotes nothing', async () => {
    await using server = await startTestServer();
    const { accessToken } = await signIn(server.url);
    const query = 'query ($n: Int = 1) { viewer { activeSessions(first: $n) { id } } }';
    const ask = async (variables: object) =>
      (await post(server.url, { query, variables }, asUser(accessToken))).json();
    expect(await ask({})).toMatchObject({ data: { viewer: { activeSessions: [{}] } } });
    expect(await ask({ n: null })).toMatchObject({
      errors: [
        {
          message: 'An argument of this field is not valid.',
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect(server.events.filter(({ type }) => type === 'defect')).toEqual([]);
  });
});
