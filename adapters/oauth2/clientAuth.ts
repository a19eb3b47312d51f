import { type ClientAuth, ClientSecretPost, None } from 'oauth4webapi';
import { clientKeyJwt } from './clientKey.ts';
import { clientSecretBasic } from './clientSecretBasic.ts';
import type { ClientAuthMethod, OAuth2ProviderOptions } from './provider.ts';

const MAKERS = {
  client_secret_basic: ({ clientSecret }) => clientSecretBasic(clientSecret?.reveal() ?? ''),
  client_secret_post: ({ clientSecret }) => ClientSecretPost(clientSecret?.reveal() ?? ''),
  private_key_jwt: ({ privateKey }) => clientKeyJwt(privateKey?.reveal() ?? ''),
  none: () => None(),
} satisfies Record<ClientAuthMethod, (options: OAuth2ProviderOptions) => ClientAuth>;

/** How this client proves who it is; throws a `TypeError` where the method lacks its secret or key. */
export function createClientAuth(options: OAuth2ProviderOptions): ClientAuth {
  return MAKERS[clientAuthMethod(options)](options);
}

/** The method that is given, or the one that fits what the client has. */
export function clientAuthMethod(
  options: Pick<OAuth2ProviderOptions, 'tokenEndpointAuthMethod' | 'privateKey' | 'clientSecret'>,
): ClientAuthMethod {
  const { tokenEndpointAuthMethod, privateKey, clientSecret } = options;
  if (tokenEndpointAuthMethod) return tokenEndpointAuthMethod;
  if (privateKey) return 'private_key_jwt';
  return clientSecret ? 'client_secret_basic' : 'none';
}
