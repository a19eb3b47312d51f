import { secret } from '../../domain/secret.ts';
import type { RuleSettings } from './configRules.ts';
import type { Config } from './configTypes.ts';

/** Seconds. How strict this issuer is says nothing of others, where a second tab or a lost reply would end the session. */
const LEAST_RETENTION = 30;

/** Turns checked settings into the configuration that the server is wired from, frozen to its depth. */
export function toConfig(settings: RuleSettings, sources: Config['sources']): Config {
  const config: Config = {
    mode: settings.NODE_ENV === 'production' ? 'production' : 'development',
    host: settings.HOST,
    port: settings.PORT,
    workers: settings.WORKERS,
    issuerUrl: settings.ISSUER_URL,
    dataDir: settings.DATA_DIR,
    databaseUrl: settings.DATABASE_URL ?? secret(`sqlite:${settings.DATA_DIR}/refreshql.db`),
    ...secretsOf(settings),
    ...lifetimesOf(settings),
    ...upstreamsOf(settings),
    ...surfaceOf(settings),
    logLevel: settings.LOG_LEVEL,
    sources,
  };
  return freezeDeep(config);
}

const secretsOf = (settings: RuleSettings) => ({
  rootSecret: settings.ROOT_SECRET ?? null,
  signingKeys: settings.SIGNING_KEYS ?? null,
  signingAlg: settings.SIGNING_ALG,
  serviceKey: settings.SERVICE_KEY ?? null,
});

const surfaceOf = (settings: RuleSettings) => ({
  rateLimits: settings.RATE_LIMITS,
  gatewayKey: settings.GATEWAY_KEY ?? null,
  trustedProxies: settings.TRUSTED_PROXIES,
  corsOrigins: settings.CORS_ORIGINS,
  persistedOperations: settings.PERSISTED_OPERATIONS,
  persistedDocuments: settings.PERSISTED_OPERATIONS_FILE ?? {},
});

const lifetimesOf = (settings: RuleSettings) => ({
  accessTokenTtl: settings.ACCESS_TOKEN_TTL,
  refreshTokenTtl: settings.REFRESH_TOKEN_TTL,
  sessionMaxAge: settings.SESSION_MAX_AGE,
  reuseGrace: settings.REUSE_GRACE,
  lostResponseWindow: settings.LOST_RESPONSE_WINDOW,
  replyRetention: settings.REPLY_RETENTION ?? Math.max(settings.REUSE_GRACE, LEAST_RETENTION),
  maxSessionsPerUser: settings.MAX_SESSIONS_PER_USER,
  audit: settings.AUDIT,
  auditRetention: settings.AUDIT_RETENTION,
});

const upstreamsOf = (settings: RuleSettings) => ({
  walletKitProjectId: settings.WALLETKIT_PROJECT_ID ?? null,
  walletKitProjectIds: settings.WALLETKIT_PROJECT_IDS ?? null,
  walletKitTestnetUrl: settings.WALLETKIT_TESTNET_URL,
  walletKitMainnetUrl: settings.WALLETKIT_MAINNET_URL,
  cloudreveSites: Object.entries(settings.CLOUDREVE_SITES).map(([site, { url }]) => ({
    site,
    url,
  })),
  oauth2Providers: Object.entries(settings.OAUTH2_PROVIDERS).map(([provider, facts]) => ({
    provider,
    ...facts,
  })),
  oauth2Clients: Object.entries(settings.OAUTH2_CLIENTS).map(([clientId, client]) => ({
    clientId,
    clientSecret: client.clientSecret ?? null,
    clientSecretHash: client.clientSecretHash ?? null,
  })),
  upstreamTimeoutMs: settings.UPSTREAM_TIMEOUT,
  upstreamMaxCalls: settings.UPSTREAM_MAX_CALLS,
  allowPrivateUpstreams: settings.ALLOW_PRIVATE_UPSTREAMS,
});

function freezeDeep<T extends object>(value: T): T {
  for (const member of Object.values(value)) {
    if (typeof member === 'object' && member !== null) freezeDeep(member);
  }
  return Object.freeze(value);
}
