import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../adapters/http.ts';
import type { OAuth2ProviderOptions } from '../../adapters/oauth2/provider.ts';
import { createOAuth2 } from '../../adapters/oauth2.ts';
import type { Selection } from '../../domain/issuer.ts';
import { secret } from '../../domain/secret.ts';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { PLAIN_CALL } from '../support/plainCall.ts';

const ACME: OAuth2ProviderOptions = {
  provider: 'acme',
  tokenEndpoint: 'https://idp.example/token',
  revocationEndpoint: null,
  clientId: 'c 1',
};

function family(...providers: OAuth2ProviderOptions[]) {
  return createOAuth2(providers, createHttp({ timeoutMs: 1_000, allowPrivate: true }));
}

async function onTheWire(
  options: Partial<OAuth2ProviderOptions>,
  input: object = {},
  ask: 'refresh' | 'revoke' = 'refresh',
) {
  await using server = await startFaultServer((socket) => socket.write(jsonReply(400, {})));
  const { select } = family({
    ...ACME,
    tokenEndpoint: `${server.url}/t?x=1`,
    revocationEndpoint: `${server.url}/r`,
    ...options,
  });
  const { issuer, credential } = select({
    provider: 'acme',
    refreshToken: 'r&t',
    ...input,
  }) as Selection;
  await issuer[ask](credential, PLAIN_CALL);
  expect(server.requests).toHaveLength(1);
  const [head, body] = server.requests[0]!.split('\r\n\r\n');
  const [line, ...headers] = head!.split('\r\n');
  const authorization = headers.find((header) => header.startsWith('Authorization: '));
  return { line, headers, authorization, body: Object.fromEntries(new URLSearchParams(body)) };
}

describe('the oauth2 member', () => {
  it('lists each provider with what it can do', () => {
    const revoking = { ...ACME, provider: 'b', revocationEndpoint: 'https://idp.example/r' };
    expect(family(ACME, revoking).issuers.map(({ facts }) => facts)).toMatchObject([
      { id: 'oauth2:acme', kind: 'OAUTH2', revokes: false, idempotent: false },
      { id: 'oauth2:b', revokes: true },
    ]);
  });

  it.each([
    ['provider', { provider: 'CANARY', refreshToken: 'rt' }],
    ['provider', { refreshToken: 'rt' }],
    ['refreshToken', { provider: 'acme', refreshToken: '' }],
    ['scope', { provider: 'acme', refreshToken: 'rt', scope: [] }],
    ['scope', { provider: 'acme', refreshToken: 'rt', scope: ['a CANARY'] }],
    ['scope', { provider: 'acme', refreshToken: 'rt', scope: ['a"CANARY'] }],
    ['scope', { provider: 'acme', refreshToken: 'rt', scope: 'CANARY' }],
  ])('refuses a bad %s and repeats nothing of it', (name, input) => {
    const refusal = family(ACME).select(input);
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT' });
    expect(refusal).toMatchObject({ field: expect.arrayContaining(['oauth2', name]) });
    expect(JSON.stringify(refusal)).not.toContain('CANARY');
  });

  it('does not start with a private key that it cannot read, and does not repeat it', () => {
    const privateKey = secret('{"kty":"EC","d":"CANARY"}');
    expect(() => family({ ...ACME, privateKey })).toThrow(/^The private key must be/);
  });

  it('takes back every refresh token that fits into a request', () => {
    const long = (length: number) =>
      family(ACME).select({ provider: 'acme', refreshToken: 'x'.repeat(length) });
    expect(long(16_384)).toHaveProperty('credential');
    expect(long(16_385)).toMatchObject({ field: ['oauth2', 'refreshToken'] });
  });

  it('says in one fixed sentence that it cannot revoke where there is no endpoint', async () => {
    const { issuer, credential } = family(ACME).select({
      provider: 'acme',
      refreshToken: 'rt',
    }) as Selection;
    expect(await issuer.revoke(credential, PLAIN_CALL)).toMatchObject({
      code: 'ISSUER_REJECTED',
      message: 'OAuth 2.0 acme has no revocation endpoint.',
    });
  });
});

describe('OAuth 2.0 on the wire', () => {
  const grant = { grant_type: 'refresh_token', refresh_token: 'r&t' };

  it('is one form, without a scope where none was named', async () => {
    const { line, headers, body } = await onTheWire({});
    expect(line).toBe('POST /t?x=1 HTTP/1.1');
    expect(body).toEqual({ ...grant, client_id: 'c 1' });
    expect(headers.map((header) => header.split(':')[0]!.toLowerCase()).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
    ]);
  });

  it('names the narrower scope that was asked for', async () => {
    const { body } = await onTheWire({}, { scope: ['a', 'b:c'] });
    expect(body['scope']).toBe('a b:c');
  });

  it('carries the secret in the header by default, form-encoded (RFC 6749 section 2.3.1)', async () => {
    const { authorization, body } = await onTheWire({ clientSecret: secret('s:/ é') });
    const value = Buffer.from('c+1:s%3A%2F+%C3%A9').toString('base64');
    expect(authorization).toBe(`Authorization: Basic ${value}`);
    expect(body).toEqual(grant);
  });

  it('writes what needs no escape as it is, for servers that undo none', async () => {
    const clientId = '3f2b8c1e-77aa-4d1e-9c55-app_1.x*';
    const { authorization } = await onTheWire({ clientId, clientSecret: secret('Zk9-q_R~x.7*') });
    const value = Buffer.from(`${clientId}:Zk9-q_R~x.7*`).toString('base64');
    expect(authorization).toBe(`Authorization: Basic ${value}`);
  });

  it.each([
    ['EdDSA', undefined],
    ['EdDSA', 'EdDSA'],
    ['Ed25519', 'Ed25519'],
    ['EdDSA', 'ES256'],
  ])('signs with an Ed25519 key as %s where the JWK says %s', async (expected, alg) => {
    const jwk = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    const { body } = await onTheWire({ privateKey: secret(JSON.stringify({ ...jwk, alg })) });
    const [header] = body['client_assertion']!.split('.');
    expect(JSON.parse(Buffer.from(header!, 'base64url').toString())).toEqual({ alg: expected });
  });

  it('carries the secret in the form with client_secret_post', async () => {
    const { authorization, body } = await onTheWire({
      clientSecret: secret('s:/'),
      tokenEndpointAuthMethod: 'client_secret_post',
    });
    expect(authorization).toBeUndefined();
    expect(body).toEqual({ ...grant, client_id: 'c 1', client_secret: 's:/' });
  });

  it('ends a token by RFC 7009, and says which kind it is', async () => {
    const { line, body } = await onTheWire({}, {}, 'revoke');
    expect(line).toBe('POST /r HTTP/1.1');
    expect(body).toEqual({ client_id: 'c 1', token: 'r&t', token_type_hint: 'refresh_token' });
  });
});
