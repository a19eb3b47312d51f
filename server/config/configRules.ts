import { addressProblem } from '../../adapters/publicAddress.ts';
import type { ConfigName, Settings } from './configSchema.ts';
import type { ConfigProblem } from './configTypes.ts';

/** What has to hold between values that are fine by themselves. */
interface Rule {
  /** The name the problem is reported under. */
  readonly name: ConfigName;
  /** Other names it reads; it is not asked while one of them is wrong. */
  readonly reads: readonly ConfigName[];
  /** A sentence, or null where all is well. */
  check(settings: RuleSettings): string | null;
}

/** The settings with the defaults that follow from other values. */
export type RuleSettings = Settings & {
  readonly ISSUER_URL: string;
  readonly ALLOW_PRIVATE_UPSTREAMS: boolean;
};

const production = (settings: Settings) => settings.NODE_ENV === 'production';
const unless = (holds: boolean, message: string) => (holds ? null : message);

const https = (settings: RuleSettings, urls: readonly (string | null)[]) =>
  unless(
    !production(settings) || settings.ALLOW_PRIVATE_UPSTREAMS || urls.every((url) => isHttps(url)),
    'It must use https in production, unless ALLOW_PRIVATE_UPSTREAMS is true.',
  );

const publicAddresses = (settings: RuleSettings, urls: readonly (string | null)[]) =>
  unless(
    settings.ALLOW_PRIVATE_UPSTREAMS || urls.every((url) => isPublic(url)),
    'An IP address in it must be public, unless ALLOW_PRIVATE_UPSTREAMS is true.',
  );

const upstream = (name: ConfigName, urls: (s: Settings) => readonly (string | null)[]): Rule => ({
  name,
  reads: ['NODE_ENV', 'ALLOW_PRIVATE_UPSTREAMS'],
  check: (s) => https(s, urls(s)) ?? publicAddresses(s, urls(s)),
});

const RULES: readonly Rule[] = [
  {
    name: 'ISSUER_URL',
    reads: ['NODE_ENV', 'HOST', 'PORT'],
    check: (s) =>
      unless(
        !production(s) || isHttps(s.ISSUER_URL) || isLoopback(new URL(s.ISSUER_URL).hostname),
        'It must use https in production, unless its host is this machine.',
      ),
  },
  {
    name: 'WORKERS',
    reads: ['DATABASE_URL'],
    check: (s) =>
      unless(
        s.WORKERS === 1 || s.DATABASE_URL?.reveal() !== 'memory:',
        'It must be 1 where DATABASE_URL is memory:, which processes cannot share.',
      ),
  },
  {
    name: 'ROOT_SECRET',
    reads: ['NODE_ENV'],
    check: (s) => unless(!production(s) || s.ROOT_SECRET !== undefined, 'Production needs it.'),
  },
  {
    name: 'SIGNING_KEYS',
    reads: ['NODE_ENV', 'SIGNING_ALG'],
    check: (s) =>
      unless(
        !production(s) || s.SIGNING_ALG === 'HS256' || s.SIGNING_KEYS !== undefined,
        'Production needs it, unless SIGNING_ALG is HS256.',
      ) ??
      unless(
        s.SIGNING_ALG !== 'HS256' || s.SIGNING_KEYS === undefined,
        'It must not be set where SIGNING_ALG is HS256: the root secret signs.',
      ),
  },
  {
    name: 'REFRESH_TOKEN_TTL',
    reads: ['ACCESS_TOKEN_TTL'],
    check: (s) =>
      unless(s.REFRESH_TOKEN_TTL >= s.ACCESS_TOKEN_TTL, 'It must not be below ACCESS_TOKEN_TTL.'),
  },
  {
    name: 'SESSION_MAX_AGE',
    reads: ['REFRESH_TOKEN_TTL'],
    check: (s) =>
      unless(s.SESSION_MAX_AGE >= s.REFRESH_TOKEN_TTL, 'It must not be below REFRESH_TOKEN_TTL.'),
  },
  {
    name: 'LOST_RESPONSE_WINDOW',
    reads: ['REUSE_GRACE'],
    check: (s) =>
      unless(
        s.LOST_RESPONSE_WINDOW === 0 || s.LOST_RESPONSE_WINDOW >= s.REUSE_GRACE,
        'It must be 0, or not below REUSE_GRACE.',
      ),
  },
  {
    name: 'WALLETKIT_PROJECT_ID',
    reads: ['WALLETKIT_PROJECT_IDS'],
    check: ({ WALLETKIT_PROJECT_ID: id, WALLETKIT_PROJECT_IDS: allowed }) =>
      unless(
        id === undefined || allowed === undefined || allowed.includes(id),
        'It must be one of WALLETKIT_PROJECT_IDS, where both are set.',
      ),
  },
  {
    name: 'PERSISTED_OPERATIONS_FILE',
    reads: ['PERSISTED_OPERATIONS'],
    check: (s) =>
      unless(
        (s.PERSISTED_OPERATIONS === 'off') === (s.PERSISTED_OPERATIONS_FILE === undefined),
        'It belongs to PERSISTED_OPERATIONS=allow or only, and both need it.',
      ),
  },
  upstream('WALLETKIT_TESTNET_URL', (s) => [s.WALLETKIT_TESTNET_URL]),
  upstream('WALLETKIT_MAINNET_URL', (s) => [s.WALLETKIT_MAINNET_URL]),
  upstream('CLOUDREVE_SITES', (s) => Object.values(s.CLOUDREVE_SITES).map(({ url }) => url)),
  upstream('OAUTH2_PROVIDERS', (s) =>
    Object.values(s.OAUTH2_PROVIDERS).flatMap((p) => [
      p.issuer,
      p.tokenEndpoint,
      p.revocationEndpoint,
    ]),
  ),
];

/** Checks what has to hold between values, leaving out what rests on a name that is wrong already. */
export function checkRules(
  settings: RuleSettings,
  wrong: ReadonlySet<string>,
): readonly ConfigProblem[] {
  return RULES.flatMap(({ name, reads, check }) => {
    if (wrong.has(name) || reads.some((other) => wrong.has(other))) return [];
    const message = check(settings);
    return message === null ? [] : [{ name, message }];
  });
}

const isHttps = (url: string | null) => url === null || /^https:/i.test(url);

/** What a name stands for is known when it is called. */
const isPublic = (url: string | null) =>
  url === null || addressProblem(new URL(url).hostname) === null;

const isLoopback = (hostname: string) =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
