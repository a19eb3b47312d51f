import type { Secret } from '../../domain/secret.ts';
import { CONFIG_NAMES, type ConfigName } from './configSchema.ts';
import type { Config } from './configTypes.ts';

type Shown = string | number | boolean | Secret | null | object;

/** The configuration as lines `NAME=value  (source)`, in a fixed order and without secrets. */
export function printConfig(config: Config): string {
  const values = valuesOf(config);
  return CONFIG_NAMES.map(
    (name) => `${name}=${show(values[name])}  (${config.sources[name]})\n`,
  ).join('');
}

const valuesOf = (config: Config): Record<ConfigName, Shown> => ({
  NODE_ENV: config.mode,
  HOST: config.host,
  PORT: config.port,
  WORKERS: config.workers,
  ISSUER_URL: config.issuerUrl,
  DATA_DIR: config.dataDir,
  DATABASE_URL: showDatabaseUrl(config.databaseUrl.reveal()),
  ROOT_SECRET: config.rootSecret ?? 'generated at start',
  SIGNING_KEYS: config.signingKeys ?? (config.signingAlg === 'HS256' ? null : 'generated at start'),
  SIGNING_ALG: config.signingAlg,
  SERVICE_KEY: config.serviceKey ?? (config.mode === 'production' ? null : 'generated at start'),
  ACCESS_TOKEN_TTL: config.accessTokenTtl,
  REFRESH_TOKEN_TTL: config.refreshTokenTtl,
  SESSION_MAX_AGE: config.sessionMaxAge,
  REUSE_GRACE: config.reuseGrace,
  LOST_RESPONSE_WINDOW: config.lostResponseWindow,
  REPLY_RETENTION: config.replyRetention,
  MAX_SESSIONS_PER_USER: config.maxSessionsPerUser,
  AUDIT: config.audit,
  AUDIT_RETENTION: config.auditRetention,
  WALLETKIT_PROJECT_ID: config.walletKitProjectId,
  WALLETKIT_PROJECT_IDS: config.walletKitProjectIds?.join(',') ?? null,
  WALLETKIT_TESTNET_URL: config.walletKitTestnetUrl,
  WALLETKIT_MAINNET_URL: config.walletKitMainnetUrl,
  CLOUDREVE_SITES: byName(config.cloudreveSites, 'site'),
  OAUTH2_PROVIDERS: byName(config.oauth2Providers, 'provider'),
  OAUTH2_CLIENTS: byName(config.oauth2Clients, 'clientId'),
  UPSTREAM_TIMEOUT: config.upstreamTimeoutMs,
  UPSTREAM_MAX_CALLS: config.upstreamMaxCalls,
  ALLOW_PRIVATE_UPSTREAMS: config.allowPrivateUpstreams,
  RATE_LIMITS: config.rateLimits,
  GATEWAY_KEY: config.gatewayKey,
  TRUSTED_PROXIES: listed(config.trustedProxies),
  CORS_ORIGINS: listed(config.corsOrigins),
  PERSISTED_OPERATIONS: config.persistedOperations,
  PERSISTED_OPERATIONS_FILE: countOf(config.persistedDocuments),
  LOG_LEVEL: config.logLevel,
});

const listed = (words: readonly string[]) => (words.length === 0 ? null : words.join(','));

function countOf(documents: Config['persistedDocuments']): string | null {
  const count = Object.keys(documents).length;
  return count === 0 ? null : `${count} documents`;
}

function show(value: Shown): string {
  if (value === null) return 'not set';
  // A Secret is an object whose every text is "[secret]", so it needs no case of its own.
  return typeof value === 'object'
    ? JSON.stringify(value).replaceAll('"[secret]"', '[secret]')
    : `${value}`;
}

/** The list as the JSON it was given as, without what was left out and without queries, which may hold keys. */
function byName<K extends string>(
  entries: readonly Readonly<Record<K, string>>[],
  key: K,
): Record<string, object> {
  const shown = (entry: object) =>
    Object.entries(entry)
      .filter(([name, value]) => name !== key && value !== null)
      .map(([name, value]) => [name, typeof value === 'string' ? hideQuery(value) : value]);
  return Object.fromEntries(entries.map((entry) => [entry[key], Object.fromEntries(shown(entry))]));
}

const hideQuery = (value: string) => value.replace(/^(https?:[^?]*)\?.*$/i, '$1?[secret]');

/** Only a PostgreSQL address can carry a password: as user info, or among the parameters. */
function showDatabaseUrl(databaseUrl: string): string {
  const url = URL.parse(databaseUrl);
  if (url !== null && !/^postgres(ql)?:$/.test(url.protocol)) return databaseUrl;
  // Part of a password that was not encoded is no address, should one ever come here.
  if (url === null || url.pathname.includes('@')) return '[secret]';
  const user =
    url.username === '' ? '' : `${url.username}${url.password === '' ? '' : ':[secret]'}@`;
  const parameters = url.search === '' ? '' : '?[secret]';
  return `${url.protocol}//${user}${url.host}${url.pathname}${parameters}`;
}
