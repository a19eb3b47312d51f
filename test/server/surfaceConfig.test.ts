import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMIT_NAMES } from '../../domain/rateLimiter.ts';
import { printConfig } from '../../server/config.ts';
import { DEFAULT_LIMITS } from '../../server/limits/openRateLimiter.ts';
import { loaded, scratch } from './configSupport.ts';

const page = (name: string) =>
  readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');

describe('the settings of the surface', () => {
  it('are read from text with commas, and from JSON', () => {
    const config = loaded({
      TRUSTED_PROXIES: '10.0.0.0/8, 2001:db8::1',
      CORS_ORIGINS: 'https://app.example.org,http://localhost:5173',
      RATE_LIMITS: '{"perAddress":5,"perIssuer":0}',
      PERSISTED_OPERATIONS: 'allow',
      PERSISTED_OPERATIONS_FILE: '{"abc":"{ __typename }"}',
    });
    expect(config).toMatchObject({
      trustedProxies: ['10.0.0.0/8', '2001:db8::1'],
      corsOrigins: ['https://app.example.org', 'http://localhost:5173'],
      rateLimits: { perAddress: 5, perIssuer: 0 },
      persistedDocuments: { abc: '{ __typename }' },
    });
  });

  it('are printed without the gateway key and without documents', () => {
    using files = scratch({ 'key.txt': `${'gateway-canary-'.repeat(3)}\n` });
    const directory = { directory: files.path };
    const config = loaded(
      {
        GATEWAY_KEY: 'file:key.txt',
        PERSISTED_OPERATIONS: 'only',
        PERSISTED_OPERATIONS_FILE: '{"abc":"{ __typename }"}',
      },
      directory,
    );
    expect(config.gatewayKey?.reveal()).toBe('gateway-canary-'.repeat(3));
    const printed = printConfig(config);
    expect(printed).not.toContain('canary');
    expect(printed).toContain('PERSISTED_OPERATIONS_FILE=1 documents  (env)\n');
    expect(printed).toContain('TRUSTED_PROXIES=not set  (default)\n');
  });

  it('are documented with the limits as they are', () => {
    const operations = page('operations');
    for (const name of LIMIT_NAMES) {
      expect(operations).toMatch(new RegExp(`\\| \`${name}\` +\\| ${DEFAULT_LIMITS[name]} +\\|`));
    }
    for (const name of ['RATE_LIMITS', 'TRUSTED_PROXIES', 'CORS_ORIGINS', 'GATEWAY_KEY']) {
      expect(page('configuration')).toContain(`| \`${name}\``);
    }
  });
});
