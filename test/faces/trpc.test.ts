import { createTRPCClient, httpLink } from '@trpc/client';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { AppRouter } from '../../server/trpc/router.ts';
import { asService, asUser } from '../support/graphqlClient.ts';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { startWithWalletKit } from './startWithWalletKit.ts';

type Headers = Readonly<Record<string, string>>;

const client = (url: string, headers: Headers = {}) =>
  createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc`, headers })] });

describe('tRPC', () => {
  it('refreshes at the native issuer, typed as the schema has it', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read'] });
    const result = await client(server.url).refreshToken.mutate({ native: { refreshToken } });
    if (result.__typename !== 'Token') throw new Error(result.__typename);
    expectTypeOf(result.user).toEqualTypeOf<{ id: string } | null>();
    expect(result).toMatchObject({
      issuer: { id: 'native', kind: 'NATIVE' },
      accessTokenExpiresAt: '2026-01-31T13:00:00.000Z',
      accessTokenExpiresIn: 3600,
      refreshTokenExpiresAt: '2026-02-14T12:00:00.000Z',
      rotated: true,
      scope: ['read'],
      user: { id: 'ada' },
    });
    expect(result.refreshToken).not.toBe(refreshToken);
  });

  it('says how many whole seconds are left: of 1.5 one', async () => {
    await using server = await startTestServer({ env: { ACCESS_TOKEN_TTL: '2' } });
    const { refreshToken } = await signIn(server.url);
    server.clock.advance(500);
    const result = await client(server.url).refreshToken.mutate({ native: { refreshToken } });
    expect(result).toMatchObject({
      accessTokenExpiresAt: '2026-01-31T12:00:02.000Z',
      accessTokenExpiresIn: 1,
    });
  });

  it('refreshes at WalletKit, with a Session', async () => {
    await using world = await startWithWalletKit();
    const result = await client(world.url).refreshToken.mutate({
      walletKit: { network: 'TESTNET', ...world.input },
    });
    expect(result).toMatchObject({
      __typename: 'Session',
      id: world.session.id,
      refreshToken: world.testnet.currentRefreshToken(world.session.id),
      refreshTokenExpiresAt: '2026-03-02T12:00:00.000Z',
    });
  });

  it('gives refusals as values that __typename and code tell apart', async () => {
    await using server = await startTestServer();
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    await refreshed(server.url, second.refreshToken);
    const native = { refreshToken: first.refreshToken };
    const result = await client(server.url).refreshToken.mutate({ native });
    if (result.__typename !== 'InvalidRefreshTokenError') throw new Error(result.__typename);
    expectTypeOf(result.code).toEqualTypeOf<
      'TOKEN_INVALID' | 'TOKEN_EXPIRED' | 'TOKEN_REUSED' | 'SESSION_REVOKED'
    >();
    expect(result).toEqual({
      __typename: 'InvalidRefreshTokenError',
      code: 'TOKEN_REUSED',
      message: 'The refresh token was used before, so its session has been ended.',
      retryable: false,
      reauthenticate: true,
      correlationId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it('takes exactly one member, at compile time and at run time', async () => {
    await using server = await startTestServer();
    const native = { refreshToken: 'r' };
    const ask = client(server.url).refreshToken;
    // @ts-expect-error two members
    const two = await ask.mutate({ native, oauth2: { provider: 'p', refreshToken: 'r' } });
    expect(two).toMatchObject({ code: 'INVALID_INPUT', field: ['input'] });
    // @ts-expect-error a member that GraphQL does not have
    expect(await ask.mutate({ other: native })).toMatchObject({ code: 'INVALID_INPUT' });
    // @ts-expect-error no input
    expect(await ask.mutate()).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('issues, lists, revokes and forgets, by service key and access token', async () => {
    await using server = await startTestServer();
    const service = client(server.url, asService);
    const issued = await service.issueToken.mutate({ userId: 'ada' });
    if (issued.__typename !== 'Token') throw new Error(issued.__typename);
    const other = await signIn(server.url, 'ada');
    const user = client(server.url, asUser(issued.accessToken));
    expect(await user.viewer.query()).toMatchObject({
      __typename: 'User',
      id: 'ada',
      activeSessions: [{ current: expect.any(Boolean) }, { current: expect.any(Boolean) }],
    });
    const one = await user.viewer.query({ first: 1 });
    expect(one).toMatchObject({ activeSessions: { length: 1 } });
    expect(await user.viewer.query({ first: 0 })).toMatchObject({ code: 'INVALID_INPUT' });
    expect(await user.revokeSessions.mutate({ others: true })).toEqual({
      __typename: 'RevokeSessionsSuccess',
      count: 1,
    });
    const native = { refreshToken: issued.refreshToken };
    expect(await user.revokeToken.mutate({ native })).toMatchObject({
      __typename: 'RevokeTokenSuccess',
      issuer: { id: 'native' },
    });
    expect(await user.viewer.query()).toBeNull();
    expect(
      await client(server.url).refreshToken.mutate({
        native: { refreshToken: other.refreshToken },
      }),
    ).toMatchObject({ code: 'SESSION_REVOKED' });
  });

  it('refuses strangers with a value', async () => {
    await using server = await startTestServer();
    const stranger = client(server.url);
    expect(await stranger.issueToken.mutate({ userId: 'ada' })).toMatchObject({
      __typename: 'UnauthenticatedError',
      code: 'UNAUTHENTICATED',
    });
    expect(await stranger.revokeSessions.mutate({ all: true })).toMatchObject({
      code: 'UNAUTHENTICATED',
    });
    expect(await stranger.viewer.query()).toBeNull();
  });

  it('lists the issuers as GraphQL does', async () => {
    await using server = await startTestServer();
    const [native] = await client(server.url).issuers.query();
    expect(native).toEqual({
      id: 'native',
      kind: 'NATIVE',
      displayName: 'RefreshQL',
      rotates: true,
      revokes: true,
      jwksUri: `${server.url}/.well-known/jwks.json`,
    });
  });
});
