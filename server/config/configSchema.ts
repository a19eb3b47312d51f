import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { walletKitProjectId } from '../../adapters/walletKitCredential.ts';
import { LIMIT_NAMES } from '../../domain/rateLimiter.ts';
import { secret } from '../../domain/secret.ts';
import { oauth2Clients } from './clientSchemas.ts';
import { baseUrl, flag, httpUrl, json, named, oneOf, text, wholeNumber } from './fieldSchemas.ts';
import { addressRange, listOf, manifest, origin } from './surfaceSchemas.ts';
import { cloudreveSite, oauth2Provider } from './upstreamSchemas.ts';

const TEN_YEARS = 315_360_000;

const seconds = (min: number, max = TEN_YEARS) => wholeNumber(min, max, ' of seconds');

/** Length is all that can be checked of entropy; the second look catches placeholders. */
const looksRandom = (value: string) => Buffer.byteLength(value) >= 32 && new Set(value).size >= 8;

const jwkSet = z.looseObject({ keys: z.array(z.looseObject({ kty: z.string() })).min(1) });

const isJwkSet = (value: unknown) => jwkSet.safeParse(value).success;
const beginsLikeSet = (value: string) => value.startsWith('{');

const rootSecret = text('text, or "file:" and a path')
  .refine(
    (value) => !beginsLikeSet(value) || json(z.custom(isJwkSet)).safeParse(value).success,
    'It begins like a JWK Set, but is not one with at least one key.',
  )
  .refine(
    (value) => beginsLikeSet(value) || looksRandom(value),
    'It must be at least 32 random bytes written as text.',
  )
  .transform(secret);

const signingKeys = json(
  z.custom(isJwkSet, 'It must be a JWK Set with at least one key.'),
).transform((value) => secret(JSON.stringify(value)));

/** It arrives in a header, which brings other characters changed or not at all. */
const longKey = text('text, or "file:" and a path')
  .min(32, 'It must be at least 32 characters long.')
  .regex(/^[\x21-\x7e]+$/, 'It must be visible ASCII characters without spaces.')
  .transform(secret);

const POSTGRES = /^postgres(ql)?:\/\/./i;

const databaseUrl = text('an address')
  .refine(
    (value) => value === 'memory:' || /^sqlite:./.test(value) || POSTGRES.test(value),
    'It must be sqlite:<path>, memory: or postgres://<user>:<password>@<host>:<port>/<database>.',
  )
  .refine(
    (value) => !POSTGRES.test(value) || isWholeUrl(value),
    'It is not read as it is meant: encode / and # in the password (%2F, %23), as well as ? (%3F) and @ (%40).',
  )
  .transform(secret);

const rateLimitsError = `It must be on, off, or a JSON object of whole numbers from 0 for ${LIMIT_NAMES.join(', ')}.`;

const limitError = 'It must be a whole number from 0.';
const limit = z.number(limitError).int(limitError).min(0, limitError);

const rateLimits = z.union(
  [
    z.enum(['on', 'off']),
    json(z.partialRecord(z.enum(LIMIT_NAMES), limit, { error: rateLimitsError })),
  ],
  { error: rateLimitsError },
);

const workersError = 'It must be auto, or a whole number from 1 to 128.';

const workers = z.union([z.literal('auto'), wholeNumber(1, 128)], { error: workersError });

const projectId = text('a project id').refine(
  (value) => walletKitProjectId.safeParse(value).success,
  'It must be 1 to 128 visible ASCII characters.',
);

/** Every name the server can be configured by, with what each may say. */
export const configSchema = z.strictObject({
  NODE_ENV: text('text')
    .refine(
      (value) => value === 'production' || !/^prod(uction)?$/i.test(value),
      'It must be written "production" to mean production.',
    )
    .default('development'),
  HOST: text('a host name or address')
    .refine(isHost, 'It must be a host name or address, without scheme and port.')
    .default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535).default(4000),
  WORKERS: workers.default(1),
  ISSUER_URL: httpUrl()
    .refine((value) => !value.endsWith('/'), 'It must not end in a slash.')
    .optional(),
  DATA_DIR: text('a path').default('data'),
  DATABASE_URL: databaseUrl.optional(),
  ROOT_SECRET: rootSecret.optional(),
  SIGNING_KEYS: signingKeys.optional(),
  SIGNING_ALG: oneOf(['EdDSA', 'ES256', 'RS256', 'HS256']).default('EdDSA'),
  SERVICE_KEY: longKey.optional(),
  ACCESS_TOKEN_TTL: seconds(1).default(3600),
  REFRESH_TOKEN_TTL: seconds(1).default(1_209_600),
  SESSION_MAX_AGE: seconds(1).default(15_552_000),
  REUSE_GRACE: seconds(0, 300).default(30),
  LOST_RESPONSE_WINDOW: seconds(0).default(86_400),
  REPLY_RETENTION: seconds(0, 86_400).optional(),
  MAX_SESSIONS_PER_USER: wholeNumber(1, 1_000_000).default(100),
  AUDIT: oneOf(['security', 'all']).default('security'),
  AUDIT_RETENTION: seconds(3600).default(7_776_000),
  WALLETKIT_PROJECT_ID: projectId.optional(),
  WALLETKIT_PROJECT_IDS: listOf(projectId, 'project ids')
    .refine((ids) => ids.length > 0, 'It must be project ids, separated by commas.')
    .optional(),
  WALLETKIT_TESTNET_URL: baseUrl().default('https://testnet.walletkit.com'),
  WALLETKIT_MAINNET_URL: baseUrl().default('https://mainnet.walletkit.com'),
  CLOUDREVE_SITES: named(cloudreveSite).default({}),
  OAUTH2_PROVIDERS: named(oauth2Provider).default({}),
  // The client id that access tokens carry.
  OAUTH2_CLIENTS: oauth2Clients.default({ refreshql: {} }),
  UPSTREAM_TIMEOUT: wholeNumber(1, 600_000, ' of milliseconds').default(10_000),
  UPSTREAM_MAX_CALLS: wholeNumber(1, 100_000).default(512),
  ALLOW_PRIVATE_UPSTREAMS: flag().optional(),
  RATE_LIMITS: rateLimits.default('on'),
  GATEWAY_KEY: longKey.optional(),
  TRUSTED_PROXIES: listOf(addressRange(), 'addresses or CIDR ranges').default([]),
  CORS_ORIGINS: listOf(origin(), 'origins').default([]),
  PERSISTED_OPERATIONS: oneOf(['off', 'allow', 'only']).default('off'),
  PERSISTED_OPERATIONS_FILE: json(manifest()).optional(),
  LOG_LEVEL: oneOf(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
});

/** A name the server can be configured by. */
export type ConfigName = keyof typeof configSchema.shape;

/** Every name, in the order they are explained and printed. */
export const CONFIG_NAMES = Object.keys(configSchema.shape) as readonly ConfigName[];

/** What was set, checked one by one; the defaults that follow from other values are not in yet. */
export type Settings = z.output<typeof configSchema>;

/** An IPv6 address may name its zone; anything else has to stand in an address as it is. */
function isHost(value: string): boolean {
  return isIPv6(value) || (/^[\w.-]+$/.test(value) && URL.canParse(`http://${value}`));
}

/** What ends the host early makes a path, a query or a fragment of the rest of the password. */
function isWholeUrl(value: string): boolean {
  const url = URL.parse(value);
  return url !== null && !`${url.pathname}${url.search}${url.hash}`.includes('@');
}
