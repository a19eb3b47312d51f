import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import type { Seed } from '../load/documents.ts';
import { announce, listen, subjectOptions } from './subject.ts';

// The OAuth 2.0 server that Node programs would embed: it rotates refresh tokens and signs JWT access tokens with EdDSA,
// as RefreshQL does. Other than RefreshQL it authenticates the client in each request, keeps everything in the memory of
// its process, where nothing has to reach a disk and nothing survives, and its refresh tokens are random values. It logs
// and counts nothing.
const RESOURCE = 'https://api.example';
const SCOPE = 'offline_access api';

const server = createServer();
const url = await listen(server);
// It warns at its start that its store and keys are for development only, which they are.
console.warn = () => {};
const { privateKey } = generateKeyPairSync('ed25519');
const provider = new Provider(url, {
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'EdDSA', use: 'sig' }] },
  clients: [
    {
      client_id: 'bench',
      client_secret: 'secret-of-the-benchmark',
      token_endpoint_auth_method: 'client_secret_post',
      grant_types: ['authorization_code', 'refresh_token'],
      redirect_uris: ['https://client.example/cb'],
      id_token_signed_response_alg: 'EdDSA',
    },
  ],
  rotateRefreshToken: true,
  scopes: SCOPE.split(' '),
  enabledJWA: { idTokenSigningAlgValues: ['EdDSA'] },
  features: {
    devInteractions: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: () => ({
        scope: 'api',
        accessTokenFormat: 'jwt',
        accessTokenTTL: 3600,
        jwt: { sign: { alg: 'EdDSA' } },
      }),
    },
  },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
  ttl: { AccessToken: 3600, RefreshToken: 1_209_600, Grant: 1_209_600 },
});
server.on('request', provider.callback());
announce({ url, seeds: await Promise.all(Array.from({ length: subjectOptions().seeds }, seed)) });

/** What the authorization code of a sign-in would have given. */
async function seed(_: unknown, index: number): Promise<Seed> {
  const client = await provider.Client.find('bench');
  if (client === undefined) throw new TypeError('There is no client.');
  const accountId = `user-${index}`;
  const grant = new provider.Grant({ accountId, clientId: 'bench' });
  grant.addOIDCScope('offline_access');
  grant.addResourceScope(RESOURCE, 'api');
  const token = new provider.RefreshToken({
    ...{ client, accountId, grantId: await grant.save(), scope: SCOPE, resource: RESOURCE },
    gty: 'authorization_code',
    expiresWithSession: false,
  } as ConstructorParameters<typeof provider.RefreshToken>[0]);
  return { oauth2: { refreshToken: await token.save() } };
}
