import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type ClientMetadata, type Configuration } from 'oidc-provider';

/** A real authorization server in this process. */
export interface OidcProvider extends AsyncDisposable {
  /** Its issuer identifier; RFC 8414 and OpenID discovery start here. */
  readonly url: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string;
  readonly provider: Provider;
  /** A refresh token of a grant of its own, as after a sign-in of `accountId`. */
  newRefreshToken(options?: {
    clientId?: string;
    scope?: string;
    accountId?: string;
  }): Promise<string>;
  /** Requests that have reached the token endpoint. */
  tokenCalls(): number;
}

/** Which clients it knows, and whether it replaces refresh tokens. */
export interface OidcOptions {
  /** @default true */
  readonly rotateRefreshToken?: boolean;
  /** @default one of each authentication method, except private_key_jwt */
  readonly clients?: readonly ClientMetadata[];
}

export const CLIENT_SECRET = 'secret of the client: 100 % & more';

const REDIRECT = { redirect_uris: ['https://client.example/cb'] };

/** A client that may refresh; its id is its authentication method unless said otherwise. */
export function oidcClient(
  method: NonNullable<ClientMetadata['token_endpoint_auth_method']>,
  more: Partial<ClientMetadata> = {},
): ClientMetadata {
  return {
    client_id: method,
    ...(method.startsWith('client_secret') && { client_secret: CLIENT_SECRET }),
    token_endpoint_auth_method: method,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    ...REDIRECT,
    ...more,
  };
}

const CLIENTS = [
  oidcClient('client_secret_basic'),
  oidcClient('client_secret_post'),
  oidcClient('none', { application_type: 'native' }),
];

/** Starts oidc-provider on a free port of 127.0.0.1, with its memory store. */
export async function startOidcProvider(options: OidcOptions = {}): Promise<OidcProvider> {
  const server = createServer();
  const url = await listen(server);
  const provider = quietly(() => new Provider(url, configuration(options)));
  const handle = provider.callback();
  let tokenCalls = 0;
  server.on('request', (request, response) => {
    if (request.url === '/token') tokenCalls += 1;
    handle(request, response);
  });
  return {
    url,
    tokenEndpoint: `${url}/token`,
    revocationEndpoint: `${url}/token/revocation`,
    provider,
    newRefreshToken: ({
      clientId = 'client_secret_basic',
      scope = 'openid offline_access api:read api:write',
      accountId = 'ada',
    } = {}) => mint(provider, clientId, scope, accountId),
    tokenCalls: () => tokenCalls,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

function configuration({
  rotateRefreshToken = true,
  clients = CLIENTS,
}: OidcOptions): Configuration {
  return {
    clients: [...clients],
    rotateRefreshToken,
    scopes: ['openid', 'offline_access', 'api:read', 'api:write'],
    features: {
      revocation: { enabled: true, allowedPolicy: async () => true },
      devInteractions: { enabled: false },
    },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub }) }),
    ttl: { AccessToken: 600, RefreshToken: 3600, Grant: 3600, IdToken: 600 },
  };
}

/** It warns at every start that its store and keys are for development only, which they are. */
function quietly<T>(start: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return start();
  } finally {
    console.warn = warn;
  }
}

/** The shortcut past the browser: what the authorization code would have given. */
async function mint(provider: Provider, clientId: string, scope: string, accountId: string) {
  const client = await provider.Client.find(clientId);
  if (client === undefined) throw new TypeError(`There is no client ${clientId}.`);
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope(scope);
  const grantId = await grant.save();
  const token = new provider.RefreshToken({
    client,
    accountId,
    grantId,
    scope,
    gty: 'authorization_code',
    expiresWithSession: false,
  } as ConstructorParameters<typeof provider.RefreshToken>[0]);
  return token.save();
}

function listen(server: Server): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  server.listen(0, '127.0.0.1', () =>
    resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
  );
  return promise;
}
