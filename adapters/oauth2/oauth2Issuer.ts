import type { Call } from '../../domain/call.ts';
import type { Issuer, IssuerFacts } from '../../domain/issuer.ts';
import { type IssuerUnavailableError, isRefreshError } from '../../domain/refreshError.ts';
import { createForwardingIssuer } from '../forward.ts';
import type { Http } from '../http.ts';
import { createClientAuth } from './clientAuth.ts';
import { createEndpoints } from './endpoints.ts';
import { createOAuth2Adapter } from './oauth2Adapter.ts';
import type { Endpoints, OAuth2Credential, OAuth2ProviderOptions } from './provider.ts';
import { withinOneDeadline } from './withinOneDeadline.ts';

/** One authorization server as an issuer. Throws a `TypeError` where the client's private key cannot be read. */
export function createOAuth2Issuer(
  provider: OAuth2ProviderOptions,
  http: Http,
): Issuer<OAuth2Credential> {
  const clientAuth = createClientAuth(provider);
  const source = createEndpoints(provider, http);
  const facts = createFacts(provider.provider, source.known);
  async function issuer(call: Call): Promise<Issuer<OAuth2Credential> | IssuerUnavailableError> {
    const startedAt = performance.now();
    const endpoints = await source.find(call);
    if (isRefreshError(endpoints)) return endpoints;
    return createForwardingIssuer(
      createOAuth2Adapter({ facts, provider, endpoints, clientAuth }),
      withinOneDeadline(http, startedAt),
    );
  }
  return {
    facts,
    async refresh(credential, call) {
      const found = await issuer(call);
      return isRefreshError(found) ? found : found.refresh(credential, call);
    },
    async revoke(credential, call) {
      const found = await issuer(call);
      return isRefreshError(found) ? found : found.revoke(credential, call);
    },
  };
}

/** What clients may know of it; whether it revokes is a guess until the endpoints are known. */
export function createFacts(provider: string, known: () => Endpoints | null): IssuerFacts {
  return {
    id: `oauth2:${provider}`,
    kind: 'OAUTH2',
    displayName: `OAuth 2.0 ${provider}`,
    // RFC 9700 asks for it; where a server does not, the grant says so.
    rotates: true,
    get revokes() {
      const endpoints = known();
      return endpoints === null || endpoints.revocation_endpoint !== undefined;
    },
    idempotent: false,
    jwksUri: null,
  };
}
