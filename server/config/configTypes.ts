import type { ClientAuthMethod } from '../../adapters/oauth2/provider.ts';
import type { LimitName } from '../../domain/rateLimiter.ts';
import type { Secret } from '../../domain/secret.ts';
import type { ConfigName } from './configSchema.ts';

/** How access tokens are signed (RFC 7518, RFC 8037). */
export type SigningAlg = 'EdDSA' | 'ES256' | 'RS256' | 'HS256';

/** The levels of the log, from loud to silent. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Limits as they ship, none at all, or single limits changed by name. */
export type RateLimits = 'on' | 'off' | Readonly<Partial<Record<LimitName, number>>>;

/** Whether operations are named by their hash: never, also, or only those of the manifest. */
export type PersistedOperations = 'off' | 'allow' | 'only';

/** One Cloudreve site of `CLOUDREVE_SITES`. */
export interface CloudreveSite {
  readonly site: string;
  /** Base address, without a trailing slash. */
  readonly url: string;
}

/** One authorization server of `OAUTH2_PROVIDERS`. */
export interface OAuth2Provider {
  readonly provider: string;
  /** Issuer identifier: where endpoints that are not given are discovered. */
  readonly issuer: string | null;
  /** Null only beside an `issuer`. */
  readonly tokenEndpoint: string | null;
  readonly revocationEndpoint: string | null;
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  /** PKCS #8 in PEM, or a JWK as JSON. */
  readonly privateKey: Secret | null;
  /** Null: the one that fits the secret or key that is given. */
  readonly tokenEndpointAuthMethod: ClientAuthMethod | null;
  /** Seconds an access token lives where the reply does not say. */
  readonly defaultExpiresIn: number | null;
}

/** One client of the native issuer's OAuth 2.0 endpoints; public where both are null. */
export interface OAuth2Client {
  readonly clientId: string;
  readonly clientSecret: Secret | null;
  /** SHA-256 of the secret, in lower case hex. */
  readonly clientSecretHash: Secret | null;
}

/** Where an effective value came from. */
export type ConfigSource = 'override' | 'env' | 'file' | 'default';

/** Everything the server can be told, checked and frozen. Durations are seconds unless the name ends in `Ms`. */
export interface Config {
  /** `production` asks for given secrets and https; everything else is development. */
  readonly mode: 'development' | 'production';
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** How many processes serve; `auto`: one for each core. */
  readonly workers: number | 'auto';
  /** The `iss` of every token, and the base of the public endpoints; no trailing slash. */
  readonly issuerUrl: string;
  readonly dataDir: string;
  /** `sqlite:<path>`, `memory:` or `postgres://…`, password included. */
  readonly databaseUrl: Secret;
  /** Null only in development: then it is generated under `dataDir`. */
  readonly rootSecret: Secret | null;
  /** A JWK Set with private keys, as JSON; null in development (generated under `dataDir`) and for HS256. */
  readonly signingKeys: Secret | null;
  readonly signingAlg: SigningAlg;
  /** Null: generated at start in development, no trusted back end in production. */
  readonly serviceKey: Secret | null;
  readonly accessTokenTtl: number;
  /** How long a session lives without a refresh. */
  readonly refreshTokenTtl: number;
  /** How long a session lives at most. */
  readonly sessionMaxAge: number;
  readonly reuseGrace: number;
  /** 0 turns the recovery of lost responses off. */
  readonly lostResponseWindow: number;
  /** How long the reply of another issuer is given again to who presents the token that it came for. */
  readonly replyRetention: number;
  /** How many live sessions a user may have; a new one ends the oldest. */
  readonly maxSessionsPerUser: number;
  /** Whether the audit table holds every refresh, or only what security asks for. */
  readonly audit: 'security' | 'all';
  readonly auditRetention: number;
  readonly walletKitProjectId: string | null;
  /** The projects a caller may name; null where no list was given. */
  readonly walletKitProjectIds: readonly string[] | null;
  readonly walletKitTestnetUrl: string;
  readonly walletKitMainnetUrl: string;
  readonly cloudreveSites: readonly CloudreveSite[];
  readonly oauth2Providers: readonly OAuth2Provider[];
  readonly oauth2Clients: readonly OAuth2Client[];
  /** Milliseconds for one upstream call as a whole. */
  readonly upstreamTimeoutMs: number;
  /** Calls at one upstream at a time. */
  readonly upstreamMaxCalls: number;
  readonly allowPrivateUpstreams: boolean;
  readonly rateLimits: RateLimits;
  /** Who sends it as `X-Gateway-Key` is a federation gateway; null: nobody is. */
  readonly gatewayKey: Secret | null;
  /** Addresses and ranges (CIDR) of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** Origins whose pages may call `/graphql`. */
  readonly corsOrigins: readonly string[];
  readonly persistedOperations: PersistedOperations;
  /** The manifest: documents by hash or id. */
  readonly persistedDocuments: Readonly<Record<string, string>>;
  readonly logLevel: LogLevel;
  /** Where each value came from, for `printConfig`. */
  readonly sources: Readonly<Record<ConfigName, ConfigSource>>;
}

/** One thing that is wrong, by the name it was set under. The message quotes no value. */
export interface ConfigProblem {
  readonly name: string;
  readonly message: string;
}
