import { createRemoteJWKSet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { RevokeToken, ViewerSessions } from '../documents/sessions.ts';
import { asUser, post, request } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const SECONDS = 1000;

describe('refreshToken at the native issuer', () => {
  it('answers a Token with a new pair, its lifetimes and its user', async () => {
    await using server = await startTestServer();
    const first = await signIn(server.url, 'ada', { scope: ['read', 'write'] });
    const token = await refreshed(server.url, first.refreshToken);
    expect(token).toMatchObject({
      issuer: { id: 'native', kind: 'NATIVE' },
      accessTokenExpiresIn: 3600,
      accessTokenExpiresAt: '2026-01-31T13:00:00.000Z',
      refreshTokenExpiresAt: '2026-02-14T12:00:00.000Z',
      rotated: true,
      scope: ['read', 'write'],
      user: { id: 'ada' },
    });
    expect(token.refreshToken).not.toBe(first.refreshToken);
    expect(token.accessToken).not.toBe(first.accessToken);
  });

  it('gives 50 simultaneous refreshes of one token 50 successes and one refresh token', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const results = await Promise.all(
      Array.from({ length: 50 }, () => refreshed(server.url, refreshToken)),
    );
    expect(new Set(results.map((result) => result.refreshToken)).size).toBe(1);
    expect(server.events.filter(({ type }) => type === 'session.refreshed')).toHaveLength(1);
  });

  it('gives the same refresh token again to who asks again within the grace', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const once = await refreshed(server.url, refreshToken);
    server.clock.advance(30 * SECONDS - 1);
    expect((await refreshed(server.url, refreshToken)).refreshToken).toBe(once.refreshToken);
  });

  it('ends the session when the last-but-one token comes back, and every token of it is dead', async () => {
    await using server = await startTestServer();
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    const third = await refreshed(server.url, second.refreshToken);
    const reused = await refresh(server.url, first.refreshToken);
    expect(reused).toMatchObject({
      __typename: 'InvalidRefreshTokenError',
      code: 'TOKEN_REUSED',
      retryable: false,
      reauthenticate: true,
    });
    expect(await refresh(server.url, third.refreshToken)).toMatchObject({
      code: 'SESSION_REVOKED',
    });
    const { viewer } = await request(
      server.url,
      ViewerSessions,
      { first: 10 },
      asUser(third.accessToken),
    );
    expect(viewer).toBeNull();
  });

  it('refuses an expired token as TOKEN_EXPIRED', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    server.clock.advance(1_209_600 * SECONDS);
    expect(await refresh(server.url, refreshToken)).toMatchObject({ code: 'TOKEN_EXPIRED' });
  });

  it('refuses a revoked token as SESSION_REVOKED', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const { revokeToken } = await request(server.url, RevokeToken, {
      input: { native: { refreshToken } },
    });
    expect(revokeToken).toEqual({ __typename: 'RevokeTokenSuccess', issuer: { id: 'native' } });
    expect(await refresh(server.url, refreshToken)).toMatchObject({ code: 'SESSION_REVOKED' });
  });

  it('goes by the UUID of X-Correlation-Id, in lower case, and by one of its own for any other text', async () => {
    await using server = await startTestServer();
    const uuid = 'b4351ecc-ee1a-4455-bc94-2c3dbcc58538';
    const query = `mutation { refreshToken(input: { native: { refreshToken: "unknown" } }) {
      ... on RefreshError { correlationId } } }`;
    const adopted = async (id: string) => {
      const response = await post(server.url, { query }, { 'x-correlation-id': id });
      const { data } = (await response.json()) as {
        data: { refreshToken: { correlationId: string } };
      };
      expect(response.headers.get('x-correlation-id')).toBe(data.refreshToken.correlationId);
      return data.refreshToken.correlationId;
    };
    expect(await adopted(uuid)).toBe(uuid);
    expect(await adopted(uuid.toUpperCase())).toBe(uuid);
    expect(await adopted(`${uuid}0`)).not.toContain(uuid);
    expect(JSON.stringify(server.events)).not.toContain(uuid.toUpperCase());
  });

  it('does not mind a bad Authorization header', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const response = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer expired.or.worse' },
      body: JSON.stringify({
        query:
          'mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename } }',
        variables: { input: { native: { refreshToken } } },
      }),
    });
    expect(await response.json()).toEqual({ data: { refreshToken: { __typename: 'Token' } } });
  });

  it('issues access tokens that anyone can verify with the published keys', async () => {
    await using server = await startTestServer();
    const { accessToken } = await signIn(server.url, 'ada', { audience: ['https://api.example'] });
    const keys = createRemoteJWKSet(new URL(`${server.url}/.well-known/jwks.json`));
    const { payload, protectedHeader } = await jwtVerify(accessToken, keys, {
      issuer: server.url,
      audience: 'https://api.example',
      typ: 'at+jwt',
      currentDate: new Date(server.clock.now()),
    });
    expect(protectedHeader.alg).toBe('EdDSA');
    expect(payload).toMatchObject({ sub: 'ada', token_type: 'access' });
  });
});
