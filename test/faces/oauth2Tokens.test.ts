import { describe, expect, it } from 'vitest';
import { asService } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { sendForm } from './faceClients.ts';
import { basic, SECRET, startOAuth2 } from './startOAuth2.ts';

const asBackend = basic('backend', SECRET);

describe('POST /oauth2/introspect', () => {
  const introspect = async (
    url: string,
    token: string,
    headers: Record<string, string> = asBackend,
  ) => (await sendForm(`${url}/oauth2/introspect`, { token }, headers)).body;

  it('says what an access token stands for', async () => {
    await using server = await startOAuth2();
    const { accessToken } = await signIn(server.url, 'ada', {
      scope: ['read'],
      audience: ['https://api.example'],
    });
    expect(await introspect(server.url, accessToken)).toEqual({
      active: true,
      token_use: 'access',
      token_type: 'Bearer',
      scope: 'read',
      sub: 'ada',
      aud: [server.url, 'https://api.example'],
      iss: server.url,
      iat: server.clock.now() / 1000,
      exp: server.clock.now() / 1000 + 3600,
      jti: expect.any(String),
      sid: expect.any(String),
    });
  });

  it('says what the current refresh token stands for', async () => {
    await using server = await startOAuth2();
    const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read'] });
    expect(await introspect(server.url, refreshToken)).toMatchObject({
      active: true,
      token_use: 'refresh',
      scope: 'read',
      sub: 'ada',
      exp: server.clock.now() / 1000 + 1_209_600,
    });
  });

  it('says nothing but that it is dead of anything dead, and changes nothing', async () => {
    await using server = await startOAuth2();
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    const dead = { active: false };
    expect(await introspect(server.url, first.refreshToken)).toEqual(dead);
    expect(await introspect(server.url, 'unknown')).toEqual(dead);
    expect(await introspect(server.url, second.refreshToken)).toMatchObject({ active: true });
    await sendForm(`${server.url}/oauth2/revoke`, { token: second.refreshToken });
    for (const token of [first.accessToken, second.accessToken, second.refreshToken]) {
      expect(await introspect(server.url, token)).toEqual(dead);
    }
  });

  it('says that a token has died of age', async () => {
    await using server = await startOAuth2();
    const { accessToken, refreshToken } = await signIn(server.url);
    server.clock.advance(3600 * 1000);
    expect(await introspect(server.url, accessToken)).toEqual({ active: false });
    server.clock.advance(14 * 24 * 3600 * 1000);
    expect(await introspect(server.url, refreshToken)).toEqual({ active: false });
  });

  it('answers a trusted back end with the service key too, and nobody else', async () => {
    await using server = await startOAuth2();
    const { accessToken } = await signIn(server.url);
    expect(await introspect(server.url, accessToken, asService)).toMatchObject({ active: true });
    const url = `${server.url}/oauth2/introspect`;
    for (const fields of [{ token: accessToken }, { token: accessToken, client_id: 'spa' }]) {
      const { status, headers, body } = await sendForm(url, fields);
      expect([status, headers.has('www-authenticate')]).toEqual([401, true]);
      expect(body).toEqual({ error: 'invalid_client', error_description: expect.any(String) });
    }
    const { status, body } = await sendForm(url, {}, asBackend);
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it.each([
    ['only confidential clients', JSON.stringify({ backend: { clientSecret: SECRET } })],
    ['no clients at all', '{}'],
  ])('takes the right service key however often where there are %s', async (_title, clients) => {
    await using server = await startOAuth2({ OAUTH2_CLIENTS: clients });
    const { accessToken } = await signIn(server.url);
    const ask = async (key: Record<string, string>) => {
      const form = { token: accessToken };
      return (await sendForm(`${server.url}/oauth2/introspect`, form, key)).status;
    };
    // More than an address may guess.
    const statuses = await Promise.all(Array.from({ length: 34 }, () => ask(asService)));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(await ask({ 'x-service-key': 'wrong' })).toBe(401);
  });

  it('looks at no client beside the right service key, and counts a wrong one once', async () => {
    await using server = await startOAuth2({ RATE_LIMITS: '{"perAddress":2}' });
    const { accessToken } = await signIn(server.url);
    expect(
      await introspect(server.url, accessToken, { ...asService, ...basic('backend', 'wrong') }),
    ).toMatchObject({ active: true });
    const guess = async () => {
      const wrong = { 'x-service-key': 'wrong' };
      const form = { token: accessToken };
      return (await sendForm(`${server.url}/oauth2/introspect`, form, wrong)).status;
    };
    expect([await guess(), await guess(), await guess()]).toEqual([401, 401, 429]);
  });
});

describe('POST /oauth2/revoke', () => {
  it.each(['refreshToken', 'accessToken'] as const)('ends the session of its %s', async (kind) => {
    await using server = await startOAuth2();
    const pair = await signIn(server.url);
    const { status, body } = await sendForm(
      `${server.url}/oauth2/revoke`,
      { token: pair[kind], token_type_hint: 'refresh_token' },
      asBackend,
    );
    expect([status, body]).toEqual([200, {}]);
    expect(await refresh(server.url, pair.refreshToken)).toMatchObject({ code: 'SESSION_REVOKED' });
  });

  it('takes an unknown token for revoked, wants a token, and wants clients to be who they say', async () => {
    await using server = await startOAuth2();
    const revoke = (fields: Record<string, string>, headers = {}) =>
      sendForm(`${server.url}/oauth2/revoke`, fields, headers);
    expect((await revoke({ token: 'unknown' })).status).toBe(200);
    expect((await revoke({ token: 'x'.repeat(8193) })).status).toBe(200);
    expect((await revoke({})).body['error']).toBe('invalid_request');
    const { refreshToken } = await signIn(server.url);
    expect((await revoke({ token: refreshToken }, basic('backend', 'wrong'))).status).toBe(401);
    expect(await refresh(server.url, refreshToken)).toMatchObject({ __typename: 'Token' });
  });
});

describe('GET /.well-known/oauth-authorization-server', () => {
  it('says what is there, and how clients authenticate', async () => {
    await using server = await startOAuth2();
    const { url } = server;
    const reply = await fetch(`${url}/.well-known/oauth-authorization-server`);
    expect(await reply.json()).toEqual({
      issuer: url,
      token_endpoint: `${url}/oauth2/token`,
      revocation_endpoint: `${url}/oauth2/revoke`,
      introspection_endpoint: `${url}/oauth2/introspect`,
      jwks_uri: `${url}/.well-known/jwks.json`,
      grant_types_supported: ['refresh_token'],
      response_types_supported: [],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
      revocation_endpoint_auth_methods_supported: [
        'client_secret_basic',
        'client_secret_post',
        'none',
      ],
      introspection_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post'],
    });
  });

  it('stands behind the path of an issuer that has one, as RFC 8414 asks', async () => {
    await using server = await startOAuth2({ ISSUER_URL: 'http://127.0.0.1/auth/v1' });
    const reply = await fetch(`${server.url}/.well-known/oauth-authorization-server/auth/v1`);
    expect(await reply.json()).toMatchObject({
      issuer: 'http://127.0.0.1/auth/v1',
      token_endpoint: 'http://127.0.0.1/auth/v1/oauth2/token',
    });
  });
});
