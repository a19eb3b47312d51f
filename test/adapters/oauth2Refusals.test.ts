import { describe, expect, it } from 'vitest';
import { createFacts } from '../../adapters/oauth2/oauth2Issuer.ts';
import { readRevocation } from '../../adapters/oauth2/revocationReply.ts';
import { type ReplyContext, readTokenReply } from '../../adapters/oauth2/tokenReply.ts';
import { secret } from '../../domain/secret.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const CONTEXT: ReplyContext = {
  facts: createFacts('acme', () => null),
  defaultExpiresIn: null,
  secrets: [],
};
const credential = { refreshToken: secret('rt_CANARY_e1b5c0'), scope: null };
const SHORT = { refreshToken: secret('r'), scope: null };

const reply = (status: number, json: unknown) =>
  ({ type: 'reply', status, retryAfter: null, isJson: true, json }) as const;
const unconfirmed = { code: 'OUTCOME_UNKNOWN', retryable: true };
const rejected = (upstreamCode: string | null, upstreamStatus = 400) => ({
  code: 'ISSUER_REJECTED',
  upstreamCode,
  upstreamStatus,
});

describe('a refusal whose code the token happens to be a part of', () => {
  it.each([
    ['invalid_grant', { code: 'TOKEN_INVALID', reauthenticate: true }],
    ['login_required', { code: 'TOKEN_INVALID', retryable: true }],
    ['temporarily_unavailable', { code: 'ISSUER_UNAVAILABLE', retryable: true }],
    ['server_error', { code: 'OUTCOME_UNKNOWN', retryable: false }],
  ])('is understood and not repeated: %s', (error, expected) => {
    const result = readTokenReply(CONTEXT, reply(400, { error }), SHORT, NOW);
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toContain(error);
  });

  it('tells that a token is ended already', () => {
    expect(readRevocation(CONTEXT, reply(400, { error: 'invalid_grant' }), SHORT, NOW)).toBeNull();
  });
});

describe('OAuth 2.0', () => {
  it.each([
    ['200 without a body', 200, undefined, null],
    ['204', 204, undefined, null],
    ['invalid_token', 400, { error: 'invalid_token' }, null],
    ['invalid_token of a gateway', 401, { error: 'invalid_token' }, rejected('invalid_token', 401)],
    ['invalid_grant with 429', 429, { error: 'invalid_grant' }, { code: 'RATE_LIMITED' }],
    ['invalid_grant with 500', 500, { error: 'invalid_grant' }, unconfirmed],
    [
      'invalid_grant with a redirect',
      302,
      { error: 'invalid_grant' },
      rejected('invalid_grant', 302),
    ],
    ["GitHub's word for a dead token", 200, { error: 'bad_refresh_token' }, null],
    [
      'unsupported_token_type',
      400,
      { error: 'unsupported_token_type' },
      rejected('unsupported_token_type'),
    ],
    ['invalid_client', 401, { error: 'invalid_client' }, rejected('invalid_client', 401)],
    ['503', 503, undefined, unconfirmed],
    ['an error in its own words with 200', 200, { error: '<b>' }, rejected(null, 200)],
    ['500', 500, undefined, unconfirmed],
  ])('reads %s to a revocation', (_title, status, json, expected) => {
    const result = readRevocation(CONTEXT, reply(status, json), credential, NOW);
    if (expected === null) expect(result).toBeNull();
    else expect(result).toMatchObject(expected);
  });
});
