import { describe, expect, it } from 'vitest';
import { loaded, PRODUCTION, problemsOf } from './configSupport.ts';

describe('lifetimes', () => {
  it.each([
    [{ REFRESH_TOKEN_TTL: '3599' }, 'REFRESH_TOKEN_TTL: It must not be below ACCESS_TOKEN_TTL.'],
    [{ SESSION_MAX_AGE: '1209599' }, 'SESSION_MAX_AGE: It must not be below REFRESH_TOKEN_TTL.'],
    [
      { LOST_RESPONSE_WINDOW: '1' },
      'LOST_RESPONSE_WINDOW: It must be 0, or not below REUSE_GRACE.',
    ],
  ])('must not contradict each other: %o', (env, problem) => {
    expect(problemsOf(env)).toEqual([problem]);
  });

  it('are not compared with a value that is wrong itself', () => {
    expect(problemsOf({ ACCESS_TOKEN_TTL: 'x', REFRESH_TOKEN_TTL: '60' })).toEqual([
      expect.stringMatching(/^ACCESS_TOKEN_TTL: /),
    ]);
  });

  it('may be equal, and the lost response window may be off', () => {
    const env = { ACCESS_TOKEN_TTL: '60', REFRESH_TOKEN_TTL: '60', SESSION_MAX_AGE: '60' };
    expect(loaded({ ...env, LOST_RESPONSE_WINDOW: '0' }).lostResponseWindow).toBe(0);
    expect(loaded({ ...env, LOST_RESPONSE_WINDOW: '30' }).lostResponseWindow).toBe(30);
  });
});

describe('several workers', () => {
  it('need a store that processes can share', () => {
    const problem =
      'WORKERS: It must be 1 where DATABASE_URL is memory:, which processes cannot share.';
    for (const WORKERS of ['2', 'auto']) {
      expect(problemsOf({ WORKERS, DATABASE_URL: 'memory:' })).toEqual([problem]);
      expect(loaded({ WORKERS }).workers).toBe(WORKERS === 'auto' ? 'auto' : 2);
    }
    expect(loaded({ WORKERS: '1', DATABASE_URL: 'memory:' }).workers).toBe(1);
  });
});

describe('production', () => {
  it('runs with a root secret, signing keys and an https address, and without a service key', () => {
    expect(loaded(PRODUCTION)).toMatchObject({ mode: 'production', serviceKey: null });
  });

  it('needs a root secret, and signing keys unless it signs with HS256', () => {
    const { ROOT_SECRET, SIGNING_KEYS, ...bare } = PRODUCTION;
    expect(problemsOf({ ...bare, SIGNING_ALG: 'HS256' })).toEqual([
      'ROOT_SECRET: Production needs it.',
    ]);
    expect(problemsOf({ ...bare, ROOT_SECRET })).toEqual([
      'SIGNING_KEYS: Production needs it, unless SIGNING_ALG is HS256.',
    ]);
    expect(loaded({ ...bare, ROOT_SECRET, SIGNING_KEYS }).signingKeys?.reveal()).toBe(SIGNING_KEYS);
  });

  it('takes no signing keys that HS256 would leave unused, and none in development either', () => {
    const sentence = 'It must not be set where SIGNING_ALG is HS256: the root secret signs.';
    const { SIGNING_KEYS } = PRODUCTION;
    for (const env of [PRODUCTION, { SIGNING_KEYS }]) {
      expect(problemsOf({ ...env, SIGNING_ALG: 'HS256' })).toEqual([`SIGNING_KEYS: ${sentence}`]);
      expect(problemsOf({ ...env, SIGNING_ALG: 'none' })).toHaveLength(1);
    }
  });

  it.each(['http://auth.example.org', 'http://127.0.0.1.example.org', 'http://0.0.0.0:4000'])(
    'refuses the issuer %s',
    (ISSUER_URL) => {
      expect(problemsOf({ ...PRODUCTION, ISSUER_URL })).toEqual([
        'ISSUER_URL: It must use https in production, unless its host is this machine.',
      ]);
    },
  );

  it.each([
    'http://localhost:4000',
    'http://127.0.0.1:4000',
    'http://[::1]:4000',
    'https://a.example/auth',
  ])('takes the issuer %s', (ISSUER_URL) => {
    expect(loaded({ ...PRODUCTION, ISSUER_URL }).issuerUrl).toBe(ISSUER_URL);
  });

  it.each([
    ['WALLETKIT_TESTNET_URL', 'http://w.example.org'],
    ['WALLETKIT_MAINNET_URL', 'http://w.example.org'],
    ['CLOUDREVE_SITES', '{"a":{"url":"https://a.example"},"b":{"url":"http://b.example"}}'],
    ['OAUTH2_PROVIDERS', '{"a":{"tokenEndpoint":"http://a.example/token","clientId":"c"}}'],
    [
      'OAUTH2_PROVIDERS',
      '{"a":{"tokenEndpoint":"https://a.example/t","revocationEndpoint":"http://a.example/r","clientId":"c"}}',
    ],
  ])('sends tokens in clear to no upstream of %s unless told so', (name, value) => {
    const env = { ...PRODUCTION, [name]: value };
    expect(problemsOf(env)).toEqual([
      `${name}: It must use https in production, unless ALLOW_PRIVATE_UPSTREAMS is true.`,
    ]);
    expect(problemsOf({ ...env, ALLOW_PRIVATE_UPSTREAMS: 'true' })).toEqual([]);
    expect(problemsOf({ [name]: value })).toEqual([]);
  });
});

describe('an upstream at an address that is not public', () => {
  it.each([
    ['WALLETKIT_TESTNET_URL', 'https://127.0.0.1'],
    ['WALLETKIT_MAINNET_URL', 'https://[::1]:8443/base'],
    ['CLOUDREVE_SITES', '{"a":{"url":"https://a.example"},"b":{"url":"https://10.0.0.1"}}'],
    ['OAUTH2_PROVIDERS', '{"a":{"issuer":"https://169.254.169.254","clientId":"c"}}'],
    ['OAUTH2_PROVIDERS', '{"a":{"tokenEndpoint":"https://2130706433/t","clientId":"c"}}'],
  ])('is refused in %s, as it would never be called', (name, value) => {
    const env = { ...PRODUCTION, [name]: value };
    expect(problemsOf(env)).toEqual([
      `${name}: An IP address in it must be public, unless ALLOW_PRIVATE_UPSTREAMS is true.`,
    ]);
    expect(problemsOf({ ...env, ALLOW_PRIVATE_UPSTREAMS: 'true' })).toEqual([]);
    expect(problemsOf({ [name]: value })).toEqual([]);
    expect(problemsOf({ [name]: value, ALLOW_PRIVATE_UPSTREAMS: 'false' })).toHaveLength(1);
  });

  it('is known at the start only where it is written as an address', () => {
    const CLOUDREVE_SITES = '{"a":{"url":"https://8.8.8.8"},"b":{"url":"https://drive.local"}}';
    expect(problemsOf({ ...PRODUCTION, CLOUDREVE_SITES })).toEqual([]);
  });
});

describe('the WalletKit project', () => {
  it.each(['прое', 'a b', 'a\nb', 'x'.repeat(129)])(
    'can travel in a header, as %j cannot',
    (id) => {
      const sentence = 'It must be 1 to 128 visible ASCII characters.';
      expect(problemsOf({ WALLETKIT_PROJECT_ID: id })).toEqual([
        `WALLETKIT_PROJECT_ID: ${sentence}`,
      ]);
      expect(problemsOf({ WALLETKIT_PROJECT_IDS: `one,${id}` })).toEqual([
        `WALLETKIT_PROJECT_IDS: In entry 2: ${sentence}`,
      ]);
    },
  );

  it('must be on the list, where there is one', () => {
    const list = { WALLETKIT_PROJECT_IDS: 'one,two' };
    expect(problemsOf({ ...list, WALLETKIT_PROJECT_ID: 'two' })).toEqual([]);
    expect(problemsOf({ ...list, WALLETKIT_PROJECT_ID: 'three' })).toEqual([
      'WALLETKIT_PROJECT_ID: It must be one of WALLETKIT_PROJECT_IDS, where both are set.',
    ]);
  });
});

describe('a root secret', () => {
  it('that begins like a JWK Set is told as one', () => {
    const sentence = 'It begins like a JWK Set, but is not one with at least one key.';
    for (const ROOT_SECRET of ['{"keys":[]}', ' {"keys":{}}', '{"kty":"oct"}', '{"keys":[']) {
      expect(problemsOf({ ROOT_SECRET })).toEqual([`ROOT_SECRET: ${sentence}`]);
    }
    const ROOT_SECRET = JSON.stringify({ keys: [{ kty: 'oct', k: 'abcdefgh'.repeat(6) }] });
    expect(loaded({ ROOT_SECRET }).rootSecret?.reveal()).toBe(ROOT_SECRET);
  });
});

describe('a limit', () => {
  it('that is no whole number is told in a sentence of our own', () => {
    const told = (perAddress: unknown) =>
      problemsOf({ RATE_LIMITS: JSON.stringify({ perFamily: 1, perAddress }) });
    for (const value of [-1, 1.5, '5', null, 2 ** 60]) {
      expect(told(value)).toEqual([
        expect.stringMatching(
          /^RATE_LIMITS: (?:In perAddress: )?It must be .*whole numbers? from 0/,
        ),
      ]);
    }
    expect(told(-1)).toEqual(['RATE_LIMITS: In perAddress: It must be a whole number from 0.']);
  });
});
