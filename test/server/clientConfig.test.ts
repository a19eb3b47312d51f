import { describe, expect, it } from 'vitest';
import { printConfig } from '../../server/config.ts';
import { loaded, problemsOf } from './configSupport.ts';

const env = (clients: object) => ({ OAUTH2_CLIENTS: JSON.stringify(clients) });
const DIGEST = 'a'.repeat(64);

describe('OAUTH2_CLIENTS', () => {
  it('is one public client by default, whose id access tokens carry', () => {
    expect(loaded().oauth2Clients).toEqual([
      { clientId: 'refreshql', clientSecret: null, clientSecretHash: null },
    ]);
  });

  it('takes a secret, its digest, or neither', () => {
    const { oauth2Clients } = loaded(
      env({
        a: { clientSecret: 's'.repeat(16) },
        'https://b.example': { clientSecretHash: DIGEST },
      }),
    );
    const [a, b] = oauth2Clients;
    expect([a?.clientId, a?.clientSecret?.reveal()]).toEqual(['a', 's'.repeat(16)]);
    expect([b?.clientId, b?.clientSecretHash?.reveal()]).toEqual(['https://b.example', DIGEST]);
  });

  it('is printed without secrets and digests', () => {
    const config = loaded(
      env({ a: { clientSecret: 's'.repeat(16) }, b: { clientSecretHash: DIGEST } }),
    );
    expect(printConfig(config)).toContain(
      'OAUTH2_CLIENTS={"a":{"clientSecret":[secret]},"b":{"clientSecretHash":[secret]}}  (env)',
    );
  });

  it.each([
    ['nonsense', /^OAUTH2_CLIENTS: It must be JSON/],
    ['{"a":{"clientSecret":"short"}}', /In a\.clientSecret: It must be at least 16 characters/],
    ['{"a":{"clientSecretHash":"ABC"}}', /In a\.clientSecretHash: It must be the SHA-256/],
    ['{"a":{"secret":"x"}}', /In a: It has a member that is not known/],
    ['{"a b":{}}', /A client id must be 1 to 128 visible ASCII characters/],
    [
      JSON.stringify({ a: { clientSecret: 's'.repeat(16), clientSecretHash: DIGEST } }),
      /In a: It may have clientSecret or clientSecretHash, not both/,
    ],
  ])('refuses %s', (OAUTH2_CLIENTS, problem) => {
    expect(problemsOf({ OAUTH2_CLIENTS })).toEqual([expect.stringMatching(problem)]);
  });
});
