import type { Secret } from '../../domain/secret.ts';
import type { ConfigName } from './configSchema.ts';

/** How access tokens are signed (RFC 7518, RFC 8037). */
export type SigningAlg = 'EdDSA' | 'ES256' | 'RS256' | 'HS256';

/** The levels of the log, from loud to silent. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';

/** Limits as they ship, none at all, or single limits changed by name. */
export type RateLimits = 'on' | 'off' | Readonly<Record<string, number>>;

/** One Cloudreve site of `CLOUDREVE_SITES`. */
export interface CloudreveSite {
  readonly site: string;
  /** Base address, without a trailing slash. */
  readonly url: string;
}

/** One authorization server of `OAUTH2_PROVIDERS`. */
export interface OAuth2Provider {
  readonly provider: string;
  readonly tokenEndpoint: string;
  readonly revocationEndpoint: string | null;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: Secret | null;
  /** Seconds an access token lives where the reply does not say. */
  readonly defaultExpiresIn: number | null;
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
  readonly walletKitProjectId: string | null;
  /** The projects a caller may name; null where no list was given. */
  readonly walletKitProjectIds: readonly string[] | null;
  readonly walletKitTestnetUrl: string;
  readonly walletKitMainnetUrl: string;
  readonly cloudreveSites: readonly CloudreveSite[];
  readonly oauth2Providers: readonly OAuth2Provider[];
  /** Milliseconds for one upstream call as a whole. */
  readonly upstreamTimeoutMs: number;
  readonly allowPrivateUpstreams: boolean;
  readonly rateLimits: RateLimits;
  readonly logLevel: LogLevel;
  /** Where each value came from, for `printConfig`. */
  readonly sources: Readonly<Record<ConfigName, ConfigSource>>;
}

/** One thing that is wrong, by the name it was set under. The message quotes no value. */
export interface ConfigProblem {
  readonly name: string;
  readonly message: string;
}
