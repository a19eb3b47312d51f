import type { AuthorizationServer } from 'oauth4webapi';
import type { Credential } from '../../domain/issuer.ts';
import type { Secret } from '../../domain/secret.ts';

/** How a client proves who it is (OpenID Connect Core section 9). */
export type ClientAuthMethod =
  | 'client_secret_basic'
  | 'client_secret_post'
  | 'private_key_jwt'
  | 'none';

/** One authorization server, and the client that refreshes there. */
export interface OAuth2ProviderOptions {
  /** Its name in issuer ids and inputs. */
  readonly provider: string;
  /** Null: discovered from `issuer`. */
  readonly tokenEndpoint: string | null;
  /** Null: discovered, where the token endpoint is. */
  readonly revocationEndpoint: string | null;
  /** Issuer identifier (RFC 8414). @default none */
  readonly issuer?: string | null;
  readonly clientId: string;
  readonly clientSecret?: Secret | null;
  /** PKCS #8 in PEM, or a JWK as JSON. */
  readonly privateKey?: Secret | null;
  /** @default private_key_jwt with a private key, client_secret_basic with a secret, none without either */
  readonly tokenEndpointAuthMethod?: ClientAuthMethod | null;
  /** Seconds an access token lives where neither the reply nor the token says. @default 300 */
  readonly defaultExpiresIn?: number | null;
}

/** What an OAuth 2.0 client presents. */
export interface OAuth2Credential extends Credential {
  /** A narrower scope to ask for; null for the one already granted. */
  readonly scope: readonly string[] | null;
}

/** Where an authorization server is spoken to. */
export type Endpoints = AuthorizationServer & { readonly token_endpoint: string };
