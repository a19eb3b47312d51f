import * as oauth from 'oauth4webapi';
import * as oidc from 'openid-client';
import { describe, expect, it } from 'vitest';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { SECRET, startOAuth2 } from './startOAuth2.ts';

const insecure = { [oauth.allowInsecureRequests]: true };

/** The server as oauth4webapi discovers it. */
async function discover(url: string) {
  const issuer = new URL(url);
  const reply = await oauth.discoveryRequest(issuer, { algorithm: 'oauth2', ...insecure });
  return oauth.processDiscoveryResponse(issuer, reply);
}

describe('oauth4webapi', () => {
  it('discovers, refreshes, introspects and revokes', async () => {
    await using server = await startOAuth2();
    const as = await discover(server.url);
    const client = { client_id: 'backend' };
    const authentication = oauth.ClientSecretBasic(SECRET);
    const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read'] });

    const pair = await oauth.processRefreshTokenResponse(
      as,
      client,
      await oauth.refreshTokenGrantRequest(as, client, authentication, refreshToken, insecure),
    );
    expect(pair).toMatchObject({ token_type: 'bearer', expires_in: 3600, scope: 'read' });

    const ask = async () =>
      oauth.processIntrospectionResponse(
        as,
        client,
        await oauth.introspectionRequest(as, client, authentication, pair.access_token, insecure),
      );
    expect(await ask()).toMatchObject({ active: true, sub: 'ada', iss: server.url });

    await oauth.processRevocationResponse(
      await oauth.revocationRequest(as, client, authentication, pair.refresh_token!, insecure),
    );
    expect(await ask()).toEqual({ active: false });
  });

  it.each([
    ['client_secret_post', 'backend', oauth.ClientSecretPost(SECRET)],
    ['none', 'spa', oauth.None()],
  ])('authenticates by %s', async (_method, client_id, authentication) => {
    await using server = await startOAuth2();
    const as = await discover(server.url);
    const { refreshToken } = await signIn(server.url);
    const client = { client_id };
    const reply = await oauth.refreshTokenGrantRequest(
      as,
      client,
      authentication,
      refreshToken,
      insecure,
    );
    expect(await oauth.processRefreshTokenResponse(as, client, reply)).toHaveProperty(
      'refresh_token',
    );
  });

  it('reads a reused token as invalid_grant', async () => {
    await using server = await startOAuth2();
    const as = await discover(server.url);
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    await refreshed(server.url, second.refreshToken);
    const client = { client_id: 'spa' };
    const reply = await oauth.refreshTokenGrantRequest(
      as,
      client,
      oauth.None(),
      first.refreshToken,
      insecure,
    );
    await expect(oauth.processRefreshTokenResponse(as, client, reply)).rejects.toMatchObject({
      name: 'ResponseBodyError',
      status: 400,
      error: 'invalid_grant',
    });
  });
});

describe('openid-client', () => {
  const configure = (url: string, ...client: [string, string?]) =>
    oidc.discovery(new URL(url), client[0], client[1], undefined, {
      algorithm: 'oauth2',
      execute: [oidc.allowInsecureRequests],
    });

  it('refreshes again and again, introspects and revokes', async () => {
    await using server = await startOAuth2();
    const config = await configure(server.url, 'backend', SECRET);
    let { refreshToken } = await signIn(server.url);
    for (let round = 0; round < 3; round += 1) {
      const pair = await oidc.refreshTokenGrant(config, refreshToken);
      refreshToken = pair.refresh_token!;
      expect(pair.expiresIn()).toBeGreaterThan(3590);
    }
    expect(await oidc.tokenIntrospection(config, refreshToken)).toMatchObject({ active: true });
    await oidc.tokenRevocation(config, refreshToken);
    expect(await oidc.tokenIntrospection(config, refreshToken)).toEqual({ active: false });
    expect(await refresh(server.url, refreshToken)).toMatchObject({ code: 'SESSION_REVOKED' });
  });

  it('narrows a scope, and is refused a wider one', async () => {
    await using server = await startOAuth2();
    const config = await configure(server.url, 'spa');
    const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read', 'write'] });
    const narrow = await oidc.refreshTokenGrant(config, refreshToken, { scope: 'write' });
    expect(narrow.scope).toBe('write');
    const wide = oidc.refreshTokenGrant(config, narrow.refresh_token!, { scope: 'admin' });
    await expect(wide).rejects.toMatchObject({ error: 'invalid_scope' });
  });
});
