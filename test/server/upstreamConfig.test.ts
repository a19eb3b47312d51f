import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { printConfig } from '../../server/config.ts';
import { loaded, problemsOf } from './configSupport.ts';

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const PEM = privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
const JWK = { ...privateKey.export({ format: 'jwk' }), kid: 'k1' };
const BASE = { tokenEndpoint: 'https://idp.example/token', clientId: 'web' };

const rsa = (modulusLength: number) =>
  generateKeyPairSync('rsa', { modulusLength }).privateKey.export({ format: 'jwk' });

const env = (members: object) => ({ OAUTH2_PROVIDERS: JSON.stringify({ idp: members }) });
const provider = (members: object) => loaded(env(members)).oauth2Providers[0];

describe('an OAuth 2.0 provider', () => {
  it('may be configured as the documentation shows', () => {
    const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    const [, json] = /## OAUTH2_PROVIDERS\n+```json\n(.*?)```/s.exec(page) ?? [];
    const { github, keycloak } = JSON.parse(json!);
    Object.assign(keycloak.privateKey, { ...JWK, kid: keycloak.privateKey.kid });
    const { oauth2Providers } = loaded({ OAUTH2_PROVIDERS: JSON.stringify({ github, keycloak }) });
    expect(oauth2Providers.map((each) => each.provider)).toEqual(['github', 'keycloak']);
  });

  it('needs an endpoint and a client id, and nothing else', () => {
    expect(provider(BASE)).toEqual({
      provider: 'idp',
      issuer: null,
      tokenEndpoint: 'https://idp.example/token',
      revocationEndpoint: null,
      clientId: 'web',
      clientSecret: null,
      privateKey: null,
      tokenEndpointAuthMethod: null,
      defaultExpiresIn: null,
    });
  });

  it('may leave its endpoints to be discovered', () => {
    const issuer = 'https://idp.example/realms/a';
    expect(provider({ issuer, clientId: 'web' })).toMatchObject({ issuer, tokenEndpoint: null });
  });

  it.each([
    ['PEM', PEM],
    ['a JWK', JWK],
    ['a JWK as text', JSON.stringify(JWK)],
  ])('may have a private key as %s, which is never printed', (_title, key) => {
    const members = { ...BASE, privateKey: key };
    const kept = provider(members)?.privateKey?.reveal() ?? '';
    expect(kept.startsWith('{') ? JSON.parse(kept) : kept).toEqual(
      kept.startsWith('{') ? JWK : PEM,
    );
    const printed = printConfig(loaded(env(members)));
    expect(printed).toContain('"privateKey":[secret]');
    expect(printed).not.toContain(JWK.d);
  });

  it.each([
    ['no endpoint at all', { clientId: 'web' }, /In idp: It must have tokenEndpoint, or issuer/],
    [
      'a secret method without a secret',
      { ...BASE, tokenEndpointAuthMethod: 'client_secret_post' },
      /In idp: Its token/,
    ],
    [
      'a key method without a key',
      { ...BASE, clientSecret: 's', tokenEndpointAuthMethod: 'private_key_jwt' },
      /In idp: Its/,
    ],
    [
      'a method it does not know',
      { ...BASE, tokenEndpointAuthMethod: 'tls_client_auth' },
      /In idp.tokenEndpointAuthMethod/,
    ],
    [
      'a public key',
      { ...BASE, privateKey: { kty: 'EC', crv: JWK.crv, x: JWK.x, y: JWK.y } },
      /In idp.privateKey: It must be a private/,
    ],
    [
      'an RSA key of 1024 bits',
      { ...BASE, privateKey: rsa(1024) },
      /In idp.privateKey: It must be a private .* RSA of at least 2048 bits/,
    ],
    [
      'an empty name for a key',
      { ...BASE, privateKey: { ...JWK, kid: '' } },
      /In idp.privateKey: It must be a private/,
    ],
    [
      'text for a key',
      { ...BASE, privateKey: 'CANARY' },
      /In idp.privateKey: It must be a private/,
    ],
    [
      'an issuer with a query',
      { issuer: 'https://idp.example?CANARY', clientId: 'web' },
      /In idp.issuer: It must be an http/,
    ],
  ])('is refused with %s', (_title, members, problem) => {
    const problems = problemsOf(env(members));
    expect(problems).toEqual([expect.stringMatching(problem)]);
    expect(problems.join()).not.toContain('CANARY');
  });
});
