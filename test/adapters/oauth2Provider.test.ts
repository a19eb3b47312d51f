import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../adapters/http.ts';
import type { OAuth2ProviderOptions } from '../../adapters/oauth2/provider.ts';
import { createOAuth2 } from '../../adapters/oauth2.ts';
import type { Call } from '../../domain/call.ts';
import type { Grant } from '../../domain/grant.ts';
import type { Selection } from '../../domain/issuer.ts';
import { secret } from '../../domain/secret.ts';
import {
  CLIENT_SECRET,
  type OidcProvider,
  oidcClient,
  startOidcProvider,
} from '../support/oidcProvider.ts';

const CALL: Call = {
  correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11',
  now: Date.now,
  accessToken: null,
  serviceKey: null,
  ipAddress: null,
};

/** A client of `idp`; with its token endpoint, unless `options` lets it be discovered. */
function connect(idp: OidcProvider, options: Partial<OAuth2ProviderOptions> = {}) {
  const provider = {
    provider: 'idp',
    tokenEndpoint: idp.tokenEndpoint,
    revocationEndpoint: idp.revocationEndpoint,
    clientId: 'client_secret_basic',
    clientSecret: secret(CLIENT_SECRET),
    ...options,
  };
  const http = createHttp({ timeoutMs: 5_000, allowPrivate: true });
  const { select, issuers } = createOAuth2([provider], http);
  const ask = (kind: 'refresh' | 'revoke') => (refreshToken: string, scope?: string[]) => {
    const { issuer, credential } = select({ provider: 'idp', refreshToken, scope }) as Selection;
    return issuer[kind](credential, CALL);
  };
  return { refresh: ask('refresh'), revoke: ask('revoke'), facts: issuers[0]!.facts };
}

const next = (grant: unknown) => (grant as Grant).refreshToken.reveal();
const discovery = { tokenEndpoint: null, revocationEndpoint: null };

describe('a real authorization server', () => {
  it('gives a new pair, which refreshes in turn, and the spent token no more', async () => {
    await using idp = await startOidcProvider();
    const { refresh } = connect(idp);
    const first = await idp.newRefreshToken();
    const grant = await refresh(first);
    expect(grant).toMatchObject({ kind: 'Token', rotated: true, issuer: { id: 'oauth2:idp' } });
    expect(await refresh(next(grant))).toMatchObject({ kind: 'Token', rotated: true });
    expect(await refresh(first)).toMatchObject({ code: 'TOKEN_INVALID', reauthenticate: true });
    expect(idp.tokenCalls()).toBe(3);
  });

  it('may leave the refresh token as it is', async () => {
    await using idp = await startOidcProvider({ rotateRefreshToken: false });
    const token = await idp.newRefreshToken();
    const grant = await connect(idp).refresh(token);
    expect(grant).toMatchObject({ rotated: false });
    expect(next(grant)).toBe(token);
  });

  it('narrows the scope, and refuses to widen it', async () => {
    await using idp = await startOidcProvider();
    const { refresh } = connect(idp);
    const narrow = await refresh(await idp.newRefreshToken(), ['api:read']);
    expect(narrow).toMatchObject({ kind: 'Token', scope: ['api:read'] });
    const scope = 'openid offline_access api:read';
    const wide = await refresh(await idp.newRefreshToken({ scope }), ['api:write']);
    expect(wide).toMatchObject({ code: 'INVALID_INPUT', field: ['input', 'oauth2', 'scope'] });
  });

  it('ends a token, and takes an unknown one for ended', async () => {
    await using idp = await startOidcProvider();
    const { refresh, revoke } = connect(idp);
    const token = await idp.newRefreshToken();
    expect(await revoke(token)).toBeNull();
    expect(await refresh(token)).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await revoke('unknown')).toBeNull();
  });

  it.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
    'knows the client by %s',
    async (clientId) => {
      await using idp = await startOidcProvider();
      const tokenEndpointAuthMethod = clientId;
      const { refresh } = connect(idp, { clientId, tokenEndpointAuthMethod });
      expect(await refresh(await idp.newRefreshToken({ clientId }))).toMatchObject({
        rotated: true,
      });
    },
  );

  it.each<[string, string, KeyObject[]]>([
    ['ES256', 'jwk', pair('ec', { namedCurve: 'P-256' })],
    ['RS256', 'pem', pair('rsa', { modulusLength: 2048 })],
    ['PS256', 'jwk', pair('rsa', { modulusLength: 2048 })],
    ['EdDSA', 'pem', pair('ed25519', {})],
    ['Ed25519', 'jwk', pair('ed25519', {})],
  ])(
    'knows the client by private_key_jwt with %s in %s',
    async (alg, format, [publicKey, privateKey]) => {
      const clientId = 'private_key_jwt';
      const jwk = { ...publicKey!.export({ format: 'jwk' }), kid: 'k1', use: 'sig', alg };
      const client = oidcClient(clientId, {
        jwks: { keys: [jwk] },
        token_endpoint_auth_signing_alg: alg as 'ES256',
      });
      await using idp = await startOidcProvider({ clients: [client] });
      const key =
        format === 'pem'
          ? privateKey!.export({ format: 'pem', type: 'pkcs8' }).toString()
          : JSON.stringify({ ...privateKey!.export({ format: 'jwk' }), kid: 'k1', alg });
      const { refresh } = connect(idp, {
        clientId,
        clientSecret: null,
        privateKey: secret(key),
        issuer: idp.url,
      });
      expect(await refresh(await idp.newRefreshToken({ clientId }))).toMatchObject({
        rotated: true,
      });
    },
  );

  it("refuses a client that cannot prove who it is, and that is nobody's sign-in", async () => {
    await using idp = await startOidcProvider();
    const { refresh } = connect(idp, { clientSecret: secret('wrong') });
    expect(await refresh(await idp.newRefreshToken())).toMatchObject({
      code: 'ISSUER_REJECTED',
      upstreamCode: 'invalid_client',
      upstreamStatus: 401,
      reauthenticate: false,
    });
  });

  it('is discovered from its issuer identifier', async () => {
    await using idp = await startOidcProvider();
    const { refresh, revoke, facts } = connect(idp, { ...discovery, issuer: idp.url });
    const grant = await refresh(await idp.newRefreshToken());
    expect(grant).toMatchObject({ kind: 'Token', rotated: true });
    expect(await revoke(next(grant))).toBeNull();
    expect(facts.revokes).toBe(true);
  });
});

function pair(type: string, options: object): KeyObject[] {
  const generate = generateKeyPairSync as (
    type: string,
    options: object,
  ) => { publicKey: KeyObject; privateKey: KeyObject };
  const { publicKey, privateKey } = generate(type, options);
  return [publicKey, privateKey];
}
