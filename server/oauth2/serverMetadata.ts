import type { Clients } from './clients.ts';
import type { ServerMetadata } from './shapes.ts';

const SECRET_METHODS = ['client_secret_basic', 'client_secret_post'];

/** What the authorization server says of itself (RFC 8414). */
export function serverMetadata(
  issuerUrl: string,
  jwksUri: string | null,
  { anyPublic, anyConfidential }: Clients,
): ServerMetadata {
  const methods = [...(anyConfidential ? SECRET_METHODS : []), ...(anyPublic ? ['none'] : [])];
  return {
    issuer: issuerUrl,
    token_endpoint: `${issuerUrl}/oauth2/token`,
    revocation_endpoint: `${issuerUrl}/oauth2/revoke`,
    introspection_endpoint: `${issuerUrl}/oauth2/introspect`,
    ...(jwksUri === null ? {} : { jwks_uri: jwksUri }),
    grant_types_supported: ['refresh_token'],
    // Required by RFC 8414 even where there is nothing to list.
    response_types_supported: [],
    token_endpoint_auth_methods_supported: methods,
    revocation_endpoint_auth_methods_supported: methods,
    ...(anyConfidential ? { introspection_endpoint_auth_methods_supported: SECRET_METHODS } : {}),
  };
}
