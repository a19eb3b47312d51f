import { describe, expect, it } from 'vitest';
import type { Call } from '../../domain/call.ts';
import { secret } from '../../domain/secret.ts';
import { post } from '../support/graphqlClient.ts';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const native = { native: { refreshToken: 'a' } };
const cloudreve = { cloudreve: { refreshToken: 'a' } };

/** Inputs that break "exactly one member, not null", for each exclusive input type. */
const BROKEN = {
  refreshToken: [{}, { native: null }, { ...native, ...cloudreve }, { ...native, cloudreve: null }],
  revokeToken: [{}, { native: null }, { ...native, ...cloudreve }, { ...native, cloudreve: null }],
  revokeSessions: [{}, { id: null }, { all: true, others: true }, { id: 'a', userId: null }],
} as const;

const TYPES = {
  refreshToken: 'RefreshTokenInput',
  revokeToken: 'RevokeTokenInput',
  revokeSessions: 'RevokeSessionsInput',
} as const;

type Field = keyof typeof BROKEN;
const cases = (Object.keys(BROKEN) as Field[]).flatMap((field) =>
  BROKEN[field].map((input) => [field, JSON.stringify(input), input] as const),
);
const literal = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? `{ ${Object.entries(value)
        .map(([name, inner]) => `${name}: ${literal(inner)}`)
        .join(', ')} }`
    : JSON.stringify(value);

async function refused(url: string, query: string, variables?: object) {
  const { data, errors } = (await (await post(url, { query, variables })).json()) as {
    data?: unknown;
    errors?: unknown[];
  };
  return data === undefined && (errors?.length ?? 0) > 0;
}

describe('an exclusive input with none, two or null members', () => {
  it.each(cases)(
    'is refused as a variable, a literal and in part: %s %s',
    async (field, _text, input) => {
      await using server = await startTestServer();
      const type = TYPES[field];
      const whole = `mutation ($input: ${type}!) { ${field}(input: $input) { __typename } }`;
      expect(await refused(server.url, whole, { input })).toBe(true);
      expect(
        await refused(server.url, `mutation { ${field}(input: ${literal(input)}) { __typename } }`),
      ).toBe(true);
      const withDefault = `mutation ($input: ${type}! = ${literal(input)}) { ${field}(input: $input) { __typename } }`;
      expect(await refused(server.url, withDefault)).toBe(true);
      expect(server.events).toEqual([]);
    },
  );

  it.each([
    [
      'a nullable variable for a member',
      'mutation ($n: NativeRefreshInput) { refreshToken(input: { native: $n }) { __typename } }',
      { n: null },
    ],
    [
      'a variable that is not given',
      'mutation ($n: NativeRefreshInput) { refreshToken(input: { native: $n }) { __typename } }',
      {},
    ],
    [
      'two members, one by a variable that is not given',
      'mutation ($n: NativeRefreshInput) { refreshToken(input: { native: { refreshToken: "a" }, cloudreve: $n }) { __typename } }',
      {},
    ],
  ])('is refused: %s', async (_name, query, variables) => {
    await using server = await startTestServer();
    expect(await refused(server.url, query, variables)).toBe(true);
    expect(server.events).toEqual([]);
  });

  it.each(cases)(
    'is refused by the use case, where a router or another face lets it pass: %s %s',
    async (field, _text, input) => {
      await using server = await startTestServer();
      const { accessToken } = await signIn(server.url);
      const call: Call = {
        correlationId: '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11',
        now: server.clock.now,
        accessToken: secret(accessToken),
        serviceKey: null,
        ipAddress: null,
      };
      const result = await server.server.app.resolvers[field](input, call);
      // A null beside one member is as good as absent here: there is nothing to choose from.
      const one = Object.values(input).filter((value) => value !== null).length === 1;
      if (one) expect(result).not.toMatchObject({ code: 'INVALID_INPUT' });
      else expect(result).toMatchObject({ code: 'INVALID_INPUT', field: ['input'] });
    },
  );
});
