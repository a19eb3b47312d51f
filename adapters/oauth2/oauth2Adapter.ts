import { type ClientAuth, refreshTokenGrantRequest, revocationRequest } from 'oauth4webapi';
import type { IssuerFacts } from '../../domain/issuer.ts';
import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { Adapter, UpstreamCall } from '../adapter.ts';
import { captureRequest } from './captureRequest.ts';
import type { Endpoints, OAuth2Credential, OAuth2ProviderOptions } from './provider.ts';
import { readRevocation } from './revocationReply.ts';
import { type ReplyContext, readTokenReply } from './tokenReply.ts';

/** Everything that an OAuth 2.0 adapter is made of. */
export interface OAuth2AdapterOptions {
  readonly facts: IssuerFacts;
  readonly provider: OAuth2ProviderOptions;
  readonly endpoints: Endpoints;
  readonly clientAuth: ClientAuth;
}

/** One authorization server as an adapter (RFC 6749 section 6, RFC 7009). */
export function createOAuth2Adapter(options: OAuth2AdapterOptions): Adapter<OAuth2Credential> {
  const { facts, provider, endpoints } = options;
  const secret = provider.clientSecret?.reveal();
  const context: ReplyContext = {
    facts,
    defaultExpiresIn: provider.defaultExpiresIn ?? null,
    secrets: secret === undefined ? [] : [secret],
  };
  const isRevocable = endpoints.revocation_endpoint !== undefined;
  return {
    facts,
    refresh: refreshCall(options, context),
    revoke: isRevocable ? revokeCall(options, context) : null,
  };
}

function refreshCall(
  { endpoints, provider, clientAuth }: OAuth2AdapterOptions,
  context: ReplyContext,
): Adapter<OAuth2Credential>['refresh'] {
  const client = { client_id: provider.clientId };
  return {
    toRequest: ({ refreshToken, scope }) =>
      captureRequest((capture) =>
        refreshTokenGrantRequest(endpoints, client, clientAuth, refreshToken.reveal(), {
          ...capture,
          ...(scope && { additionalParameters: { scope: scope.join(' ') } }),
        }),
      ),
    fromReply: (reply, credential, now) => readTokenReply(context, reply, credential, now),
  };
}

function revokeCall(
  { endpoints, provider, clientAuth }: OAuth2AdapterOptions,
  context: ReplyContext,
): UpstreamCall<OAuth2Credential, AnyRefreshError | null> {
  const client = { client_id: provider.clientId };
  return {
    toRequest: ({ refreshToken }) =>
      captureRequest((capture) =>
        revocationRequest(endpoints, client, clientAuth, refreshToken.reveal(), {
          ...capture,
          additionalParameters: { token_type_hint: 'refresh_token' },
        }),
      ),
    fromReply: (reply, credential, now) => readRevocation(context, reply, credential, now),
  };
}
