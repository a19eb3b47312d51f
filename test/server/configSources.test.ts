import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { loadConfig, printConfig } from '../../server/config.ts';
import { load, loaded, PRODUCTION, problemsOf, scratch } from './configSupport.ts';

const FILE = 'refreshql.config.json';

describe('the configuration file', () => {
  it('gives natural JSON values, and loses to the environment, which loses to overrides', () => {
    using directory = scratch({
      [FILE]: JSON.stringify({
        PORT: 5000,
        REUSE_GRACE: 10,
        ALLOW_PRIVATE_UPSTREAMS: false,
        CLOUDREVE_SITES: { home: { url: 'https://c.example.org' } },
        HOST: '127.0.0.3',
      }),
    });
    const config = loaded(
      { PORT: '5001', HOST: '127.0.0.2' },
      { directory: directory.path, overrides: { HOST: '127.0.0.1' } },
    );
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 5001,
      reuseGrace: 10,
      allowPrivateUpstreams: false,
      cloudreveSites: [{ site: 'home' }],
      sources: { HOST: 'override', PORT: 'env', REUSE_GRACE: 'file', LOG_LEVEL: 'default' },
    });
  });

  it('may be absent, but not when it is named', () => {
    using directory = scratch();
    expect(load({}, { directory: directory.path }).ok).toBe(true);
    expect(problemsOf({}, { directory: directory.path, file: 'mine.json' })).toEqual([
      'mine.json: The file does not exist.',
    ]);
  });

  it.each(['{', '[]', 'null', '"text"'])('must be a JSON object, not %s', (body) => {
    using directory = scratch({ [FILE]: body });
    expect(problemsOf({}, { directory: directory.path })).toEqual([
      `${FILE}: The file is not a readable JSON object.`,
    ]);
  });

  it('must hold known names only; a key that may be a value is not repeated', () => {
    using directory = scratch({ [FILE]: '{"POTR":1,"a secret, misplaced":1,"toString":1}' });
    expect(problemsOf({}, { directory: directory.path })).toEqual([
      `POTR: There is no such name; it was found in ${FILE}.`,
      `${FILE}: There is no such name; it was found in ${FILE}.`,
      `toString: There is no such name; it was found in ${FILE}.`,
    ]);
  });
});

describe('the environment', () => {
  it('is that of the process unless another is given', () => {
    using directory = scratch();
    vi.stubEnv('REUSE_GRACE', '7');
    try {
      const result = loadConfig({ directory: directory.path });
      expect(result.ok && result.config.reuseGrace).toBe(7);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

describe('a secret', () => {
  it('may stand in a file, whose last line break does not count', () => {
    using directory = scratch({
      root: `${PRODUCTION.ROOT_SECRET}\n`,
      keys: `${PRODUCTION.SIGNING_KEYS}\n`,
    });
    const keys = join(directory.path, 'keys');
    for (const SIGNING_KEYS of ['keys', 'file:keys', keys, pathToFileURL(keys).href]) {
      const env = { ...PRODUCTION, SIGNING_KEYS, ROOT_SECRET: 'file:root' };
      const config = loaded(env, { directory: directory.path });
      expect(config.rootSecret?.reveal()).toBe(PRODUCTION.ROOT_SECRET);
      expect(config.signingKeys?.reveal()).toBe(PRODUCTION.SIGNING_KEYS);
    }
  });

  it('may stand in the configuration file, signing keys as JSON', () => {
    using directory = scratch({ [FILE]: `{"SIGNING_KEYS":${PRODUCTION.SIGNING_KEYS}}` });
    const { SIGNING_KEYS, ...env } = PRODUCTION;
    const { signingKeys } = loaded(env, { directory: directory.path });
    expect(signingKeys?.reveal()).toBe(SIGNING_KEYS);
  });

  it('in a file that cannot be read is one problem, not also a missing value', () => {
    const env = { ...PRODUCTION, ROOT_SECRET: 'file:nowhere', SIGNING_KEYS: 'file://%zz' };
    expect(problemsOf(env)).toEqual([
      'ROOT_SECRET: The file it names cannot be read.',
      'SIGNING_KEYS: The file it names cannot be read.',
    ]);
  });
});

describe('the printed configuration', () => {
  it('has every name once, with its value and source, and never changes between runs', () => {
    const lines = printConfig(loaded({ PORT: '5000' })).split('\n');
    expect(lines).toContain('PORT=5000  (env)');
    expect(lines).toContain('ISSUER_URL=http://127.0.0.1:5000  (default)');
    expect(lines).toContain('ROOT_SECRET=generated at start  (default)');
    expect(lines).toContain('WALLETKIT_PROJECT_ID=not set  (default)');
    expect(lines).toContain('DATABASE_URL=sqlite:data/refreshql.db  (default)');
    expect(printConfig(loaded({ PORT: '5000' }))).toBe(lines.join('\n'));
  });

  it('holds no secret, wherever one can be set', () => {
    const text = printConfig(
      loaded({
        ...PRODUCTION,
        SERVICE_KEY: 'canary-canary-canary-canary-canary',
        DATABASE_URL: 'postgres://app:canary@db.example.org:5432/refreshql?password=canary',
        OAUTH2_PROVIDERS: JSON.stringify({
          idp: {
            tokenEndpoint: 'https://idp.example.org/token?code=canary',
            clientId: 'web',
            clientSecret: 'canary',
          },
        }),
      }),
    );
    expect(text).not.toMatch(/canary|q7Xk2mPz|"d"/);
    expect(text).toContain(
      'DATABASE_URL=postgres://app:[secret]@db.example.org:5432/refreshql?[secret]  (env)',
    );
    expect(text).toContain(
      'OAUTH2_PROVIDERS={"idp":{"tokenEndpoint":"https://idp.example.org/token?[secret]","clientId":"web","clientSecret":[secret]}}  (env)',
    );
    expect(text).toContain('ROOT_SECRET=[secret]  (env)');
  });

  it.each([
    ['/', 'postgres://app:12/canary@db.example.org/refreshql'],
    ['/ beside a name', 'postgres://app:canary/canary@db.example.org/refreshql'],
    ['#', 'postgres://app:12#canary@db.example.org/refreshql'],
    ['?', 'postgresql://app:12?canary@db.example.org/refreshql'],
  ])(
    'is refused where %s in the password is not encoded, so that no part of it is printed',
    (_name, url) => {
      expect(problemsOf({ DATABASE_URL: url })).toEqual([
        'DATABASE_URL: It is not read as it is meant: encode / and # in the password (%2F, %23), as well as ? (%3F) and @ (%40).',
      ]);
      const config = { ...loaded(), databaseUrl: secret(url) };
      expect(printConfig(config).match(/DATABASE_URL=.*/)?.[0]).not.toContain('canary');
    },
  );

  it('takes a password whose special characters are encoded', () => {
    const url = 'postgres://app:p%2Fa%23n%3Fa%40ry@db.example.org/refreshql?sslmode=require';
    expect(printConfig(loaded({ DATABASE_URL: url }))).toContain(
      'DATABASE_URL=postgres://app:[secret]@db.example.org/refreshql?[secret]  (env)',
    );
  });

  it('says that production without a service key has none', () => {
    expect(printConfig(loaded(PRODUCTION))).toContain('SERVICE_KEY=not set  (default)\n');
  });
});
