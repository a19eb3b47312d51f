import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { CONFIG_NAMES } from '../../server/config/configSchema.ts';
import { load, loaded, PRODUCTION, problemsOf } from './configSupport.ts';

describe('defaults', () => {
  it('are those of the documented table', () => {
    const { databaseUrl, sources, ...config } = loaded();
    expect(databaseUrl.reveal()).toBe('sqlite:data/refreshql.db');
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
    expect(config).toEqual({
      mode: 'development',
      host: '127.0.0.1',
      port: 4000,
      workers: 1,
      issuerUrl: 'http://127.0.0.1:4000',
      dataDir: 'data',
      rootSecret: null,
      signingKeys: null,
      signingAlg: 'EdDSA',
      serviceKey: null,
      accessTokenTtl: 3600,
      refreshTokenTtl: 1_209_600,
      sessionMaxAge: 15_552_000,
      reuseGrace: 30,
      lostResponseWindow: 86_400,
      replyRetention: 30,
      maxSessionsPerUser: 100,
      audit: 'security',
      auditRetention: 7_776_000,
      walletKitProjectId: null,
      walletKitProjectIds: null,
      walletKitTestnetUrl: 'https://testnet.walletkit.com',
      walletKitMainnetUrl: 'https://mainnet.walletkit.com',
      cloudreveSites: [],
      oauth2Providers: [],
      oauth2Clients: [{ clientId: 'refreshql', clientSecret: null, clientSecretHash: null }],
      upstreamTimeoutMs: 10_000,
      upstreamMaxCalls: 512,
      allowPrivateUpstreams: true,
      rateLimits: 'on',
      gatewayKey: null,
      trustedProxies: [],
      corsOrigins: [],
      persistedOperations: 'off',
      persistedDocuments: {},
      logLevel: 'info',
    });
  });

  it('follow the values they are made of', () => {
    const config = loaded({ HOST: '::1', PORT: '8080', DATA_DIR: '/var/lib/refreshql' });
    expect(config.issuerUrl).toBe('http://[::1]:8080');
    expect(config.databaseUrl.reveal()).toBe('sqlite:/var/lib/refreshql/refreshql.db');
    expect(loaded(PRODUCTION).allowPrivateUpstreams).toBe(false);
    expect(loaded({ REUSE_GRACE: '70' }).replyRetention).toBe(70);
    expect(loaded({ REUSE_GRACE: '0' }).replyRetention).toBe(30);
    expect(loaded({ REPLY_RETENTION: '0' }).replyRetention).toBe(0);
    expect(loaded({ REPLY_RETENTION: '90' })).toMatchObject({ reuseGrace: 30, replyRetention: 90 });
    expect(loaded({ NODE_ENV: 'test' }).mode).toBe('development');
  });

  it('stand in for empty text, as compose files write what is not set', () => {
    expect(loaded({ PORT: '', SERVICE_KEY: ' ' })).toMatchObject({ port: 4000, serviceKey: null });
    expect(problemsOf({ ...PRODUCTION, ROOT_SECRET: '' })).toEqual([
      'ROOT_SECRET: Production needs it.',
    ]);
  });
});

describe('values', () => {
  it('are read from text', () => {
    const config = loaded({
      PORT: '0',
      WORKERS: '4',
      ALLOW_PRIVATE_UPSTREAMS: 'false',
      WALLETKIT_PROJECT_IDS: 'one, two',
      WALLETKIT_TESTNET_URL: 'https://wallet.example.org/base/',
      CLOUDREVE_SITES: '{"home":{"url":"http://drive.example.org:5212"}}',
      RATE_LIMITS: '{"perAddress":5}',
    });
    expect(config).toMatchObject({
      port: 0,
      workers: 4,
      allowPrivateUpstreams: false,
      walletKitProjectIds: ['one', 'two'],
      walletKitTestnetUrl: 'https://wallet.example.org/base',
      cloudreveSites: [{ site: 'home', url: 'http://drive.example.org:5212' }],
      rateLimits: { perAddress: 5 },
    });
  });

  it('of providers keep their secret wrapped', () => {
    const [provider] = loaded({
      OAUTH2_PROVIDERS: JSON.stringify({
        github: {
          tokenEndpoint: 'https://idp.example.org/token',
          clientId: 'c',
          clientSecret: 's3',
        },
      }),
    }).oauth2Providers;
    expect(provider).toMatchObject({ provider: 'github', clientId: 'c', revocationEndpoint: null });
    expect(provider?.clientSecret?.reveal()).toBe('s3');
    expect(inspect(provider) + JSON.stringify(provider)).not.toContain('s3');
  });

  it('cannot be changed afterwards', () => {
    const config = loaded({ CLOUDREVE_SITES: '{"home":{"url":"https://c.example.org"}}' });
    const parts = [config, config.sources, config.cloudreveSites, config.cloudreveSites[0]];
    expect(parts.every((part) => Object.isFrozen(part))).toBe(true);
  });
});

/** Keys that are too short, or that no header can bring. */
const UNSENDABLE = [
  'k'.repeat(31),
  ...['€', 'ж', '\n', ' ', '\x7f'].map((inner) => `${'k'.repeat(32)}${inner}k`),
];
/** Peers are IPv4 addresses by the time they are compared. */
const MAPPED = '::ffff:127.0.0.0/104';

describe('a value that cannot be used', () => {
  it.each([
    ['PORT', ['65536', '-1', '80.5', '0x50', 'http']],
    ['WORKERS', ['0', '129', '1.5', 'all']],
    ['HOST', ['http://127.0.0.1', 'a b', 'a:b', 'a%b', '999.1.1.1', '[::1]', '::1::']],
    ['NODE_ENV', ['Production', 'prod']],
    [
      'ISSUER_URL',
      [
        'https://a.example/',
        'https://a.example?x=1',
        'https://a.example#x',
        'ftp://a.example',
        'https://u:p@a.example',
        'a.example',
        'https://a.example/a b',
        'https://a.example\\a',
        'https://a.example/a"b',
        "https://a.example/a'b",
        'https://a.example/a<b',
        'https://a.example/a>b',
      ],
    ],
    ['DATABASE_URL', ['mysql://h/db', 'sqlite:', 'refreshql.db']],
    ['ROOT_SECRET', ['short', 'x'.repeat(64), '{"keys":[]}', `{${'abcdefgh'.repeat(6)}`]],
    ['SIGNING_KEYS', ['{', '{"keys":[]}', '{"kty":"OKP"}']],
    ['SIGNING_ALG', ['none', 'PS256']],
    ['SERVICE_KEY', UNSENDABLE],
    ['ACCESS_TOKEN_TTL', ['0', '1h']],
    ['REUSE_GRACE', ['301', '-1']],
    ['REPLY_RETENTION', ['86401', '-1']],
    ['LOST_RESPONSE_WINDOW', ['29', '-1']],
    ['MAX_SESSIONS_PER_USER', ['0', 'many']],
    ['AUDIT', ['none', 'ALL']],
    ['AUDIT_RETENTION', ['59', '-1']],
    ['UPSTREAM_TIMEOUT', ['0', '9999999']],
    ['ALLOW_PRIVATE_UPSTREAMS', ['maybe']],
    ['WALLETKIT_PROJECT_IDS', ['one,,two']],
    ['WALLETKIT_MAINNET_URL', ['file:///etc/passwd', 'https://u:p@a.example']],
    ['CLOUDREVE_SITES', ['[]', '{"Home":{"url":"https://a.example"}}', '{"home":{}}']],
    ['OAUTH2_PROVIDERS', ['nonsense', '{"idp":{"tokenEndpoint":"https://a.example"}}']],
    ['RATE_LIMITS', ['maybe', '{"perAddress":"5"}', '{"perAddress":-1}', '{"perAdress":5}']],
    ['GATEWAY_KEY', UNSENDABLE],
    ['TRUSTED_PROXIES', ['proxy.example', '10.0.0.0/33', '10.0.0.1,,', '127', '127/8', MAPPED]],
    ['CORS_ORIGINS', ['*', 'app.example', 'https://app.example/', 'https://app.example,null']],
    ['PERSISTED_OPERATIONS', ['on']],
    ['PERSISTED_OPERATIONS_FILE', ['{"a":1}', '[]', 'no-such-file.json']],
    ['LOG_LEVEL', ['loud']],
  ])('in %s is a problem of that name', (name, values) => {
    for (const value of values) {
      const names = problemsOf({ [name]: value }).map((problem) => problem.split(':')[0]);
      expect(new Set(names), value).toEqual(new Set([name]));
    }
  });

  it('says where in a JSON value it stands, unless the place has a malformed name', () => {
    const provider = { tokenEndpoint: 'nowhere', clientId: 'c', defaultExpiresIn: 0, extra: 1 };
    expect(
      problemsOf({ OAUTH2_PROVIDERS: JSON.stringify({ idp: provider, 'MY KEY': 1 }) }),
    ).toEqual([
      expect.stringMatching(/^OAUTH2_PROVIDERS: In idp\.tokenEndpoint: It must be an http/),
      expect.stringMatching(/^OAUTH2_PROVIDERS: In idp\.defaultExpiresIn: It must be a whole/),
      'OAUTH2_PROVIDERS: In idp: It has a member that is not known.',
      expect.stringMatching(/^OAUTH2_PROVIDERS: A name in it must be 1 to 63/),
    ]);
  });
});

describe('a host', () => {
  it.each(['localhost', '0.0.0.0', '::', 'my_service', 'fe80::1%eth0'])('may be %s', (HOST) => {
    expect(URL.canParse(loaded({ HOST }).issuerUrl)).toBe(true);
    expect(loaded({ ...PRODUCTION, HOST }).host).toBe(HOST);
  });
});

describe('the report of what is wrong', () => {
  it('holds every problem at once, those between values too', () => {
    const problems = problemsOf({
      NODE_ENV: 'production',
      PORT: 'x',
      REFRESH_TOKEN_TTL: '60',
      LOG_LEVEL: 'loud',
    });
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'PORT',
      'LOG_LEVEL',
      'ROOT_SECRET',
      'SIGNING_KEYS',
      'REFRESH_TOKEN_TTL',
    ]);
    expect(problemsOf({ NODE_ENV: 'production', HOST: 'a:b', ROOT_SECRET: 'short' })).toEqual([
      'HOST: It must be a host name or address, without scheme and port.',
      'ROOT_SECRET: It must be at least 32 random bytes written as text.',
      'SIGNING_KEYS: Production needs it, unless SIGNING_ALG is HS256.',
    ]);
  });

  it('says what to write instead', () => {
    expect(
      problemsOf({
        TRUSTED_PROXIES: MAPPED,
        SERVICE_KEY: `${'k'.repeat(32)}€`,
        ISSUER_URL: 'https://a.example/a b',
      }),
    ).toEqual([
      'ISSUER_URL: It must not have spaces, backslashes, quotes or angle brackets.',
      'SERVICE_KEY: It must be visible ASCII characters without spaces.',
      'TRUSTED_PROXIES: In entry 1: It must name an IPv4 range as IPv4, not mapped into IPv6.',
    ]);
  });

  it.each(CONFIG_NAMES)('never repeats the value of %s', (name) => {
    for (const canary of [
      'CANARY value/77',
      '{"CANARY 77":"CANARY 77"}',
      '["CANARY 77"',
      'http://CANARY:77@',
    ]) {
      expect(problemsOf({ [name]: canary }).join()).not.toMatch(/CANARY|77/);
    }
  });

  it('stays away while variables of other programs are set', () => {
    expect(load({ PATH: '/bin', REFRESHQL_UNKNOWN: '1' }).ok).toBe(true);
  });
});
