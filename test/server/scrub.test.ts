import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scrub } from '../../server/log/scrub.ts';

describe('scrubbing', () => {
  it.each([
    'eyJhbGciOiJIUzI1NiJ9.e30.c2ln',
    'eyJhbGciOiJkaXIifQ..aXY.Y3Q.dGFn',
    'rt_CANARY_0123456789abcdef',
    'deadbeefdeadbeefdeadbeefdeadbeef',
    'k3P+z/9aQ1Lw8R+4tVb8N/sJ1cYd6HfG3aEu==',
    '1//0gV7dQx3mZkT9bLpC4eRw',
    '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11x',
    'abc%2Fdef%2Bghi%3Djkl%3D',
  ])('takes %s out', (token) => {
    expect(scrub(`before ${token} after`)).toBe('before [scrubbed] after');
  });

  it.each([
    '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11',
    'getaddrinfo ENOTFOUND testnet.walletkit.com',
    "ENOENT: no such file or directory, open '/var/lib/refreshql/keys.json'",
    'connect ECONNREFUSED 127.0.0.1:5432',
    '2026-01-01T00:00:00.000Z',
  ])('leaves %s', (text) => {
    expect(scrub(text)).toBe(text);
  });

  it('leaves the names of our own files, and no token that hangs on one', () => {
    const file = join(import.meta.dirname, '../../adapters/oauth2/clientAuth.ts');
    expect(scrub(`Cannot find module '${file}'`)).toBe(`Cannot find module '${file}'`);
    const root = join(import.meta.dirname, '../..');
    const token = 'k3P9aQ1Lw8R4tVb8NsJ1cYd6HfG3aEu';
    expect(scrub(`${root}/${token}`)).not.toContain(token);
  });

  it('takes the user out of an address', () => {
    expect(scrub('postgres://app:pw@db.example.org/x')).toBe(
      'postgres://[scrubbed]@db.example.org/x',
    );
  });
});
