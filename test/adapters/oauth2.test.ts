import { readFileSync } from 'node:fs';
import { None } from 'oauth4webapi';
import { describe, expect, it } from 'vitest';
import { createOAuth2Adapter } from '../../adapters/oauth2/oauth2Adapter.ts';
import { createFacts } from '../../adapters/oauth2/oauth2Issuer.ts';
import type { OAuth2Credential } from '../../adapters/oauth2/provider.ts';
import { secret } from '../../domain/secret.ts';
import { testIssuer } from '../contracts/issuer.ts';
import { httpReply, jsonReply } from '../support/faultServer.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const TOKEN = 'rt_CANARY_e1b5c0';
const SECRET = 'cs_CANARY_91be';
const credential: OAuth2Credential = { refreshToken: secret(TOKEN), scope: null };
const narrowed: OAuth2Credential = { ...credential, scope: ['a', 'b'] };

const success = {
  access_token: 'at_CANARY_new_4f1c9be07d62a385',
  token_type: 'Bearer',
  expires_in: 3600,
  refresh_token: 'rt_CANARY_new_80ad5e3f7b1c2964',
};

function createAdapter(baseUrl: string, defaultExpiresIn: number | null = null) {
  return createOAuth2Adapter({
    facts: createFacts('acme', () => null),
    provider: {
      provider: 'acme',
      tokenEndpoint: `${baseUrl}/token`,
      revocationEndpoint: `${baseUrl}/revoke`,
      clientId: 'c1',
      clientSecret: secret(SECRET),
      defaultExpiresIn,
    },
    endpoints: {
      issuer: baseUrl,
      token_endpoint: `${baseUrl}/token`,
      revocation_endpoint: `${baseUrl}/revoke`,
    },
    clientAuth: None(),
  });
}

const invalid = { code: 'TOKEN_INVALID', retryable: false, reauthenticate: true };
const unknown = { code: 'OUTCOME_UNKNOWN', retryable: false, tokenMayBeConsumed: true };
const unavailable = { code: 'ISSUER_UNAVAILABLE', retryable: true, tokenMayBeConsumed: false };
const rejected = (upstreamCode: string | null, upstreamStatus = 400) => ({
  code: 'ISSUER_REJECTED',
  upstreamCode,
  upstreamStatus,
});

const unsure = { code: 'TOKEN_INVALID', retryable: true, reauthenticate: true };

const token = (more: object) => jsonReply(200, { ...success, ...more });
const refusal = (error: unknown, status = 400) =>
  jsonReply(status, { error, error_description: 'x' });
const livesFor = (seconds: number) => ({
  kind: 'Token',
  accessTokenExpiresAt: NOW + seconds * 1000,
});
const kept = { kind: 'Token', rotated: false };
const jwt = (exp: unknown) => `h.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.s`;
const undated = (access_token: string) => token({ access_token, expires_in: undefined });
const fixture = (status: number, file: string) => {
  const body = readFileSync(new URL(`../fixtures/oauth2/${file}`, import.meta.url));
  return httpReply(status, body, { 'content-type': 'application/json' });
};

const CASES: [title: string, wire: Buffer, expected: object][] = [
  ['a new pair', token({}), { kind: 'Token', rotated: true, scope: null, userId: null }],
  ['201', jsonReply(201, success), { kind: 'Token' }],
  ['fields we do not know', token({ id_token: 'no JWT', x: [] }), { kind: 'Token' }],
  [
    "Cloudreve's own OAuth reply",
    fixture(200, 'oauth-token.success.json'),
    {
      kind: 'Token',
      refreshTokenExpiresAt: NOW + 7_776_000_000,
      scope: expect.arrayContaining(['openid']),
    },
  ],
  ["Cloudreve's own OAuth refusal", fixture(400, 'oauth-token.fail.json'), rejected(null)],
  ['no refresh token', token({ refresh_token: undefined }), kept],
  ['null for a refresh token', token({ refresh_token: null }), kept],
  ['an empty refresh token', token({ refresh_token: '' }), kept],
  ['the same refresh token', token({ refresh_token: TOKEN }), kept],
  ['a number for a refresh token', token({ refresh_token: 7 }), kept],
  ['false for a refresh token', token({ refresh_token: false }), kept],
  ['a broken refresh token', token({ refresh_token: 'rt_\u{FFFD}' }), unknown],
  ['a broken access token', token({ access_token: 'at_\u{FFFD}' }), unknown],
  [
    'an error beside a broken access token',
    token({ error: '0', access_token: '\u{FFFD}' }),
    unknown,
  ],
  ['no access token', token({ access_token: undefined }), unknown],
  ['an empty access token', token({ access_token: '' }), unknown],
  ['a number for an access token', token({ access_token: 7 }), unknown],
  ['no expires_in', token({ expires_in: undefined }), livesFor(300)],
  ['null for expires_in', token({ expires_in: null }), livesFor(300)],
  ['0 for expires_in', token({ expires_in: 0 }), livesFor(300)],
  ['a negative expires_in', token({ expires_in: -60 }), livesFor(300)],
  ['a string for expires_in', token({ expires_in: '7200' }), livesFor(7200)],
  ['nonsense for expires_in', token({ expires_in: 'soon' }), livesFor(300)],
  ['1e12 for expires_in', token({ expires_in: 1e12 }), livesFor(315_360_000)],
  ['a fraction for expires_in', token({ expires_in: 59.9 }), livesFor(59)],
  ['exp of a JWT', undated(jwt(NOW / 1000 + 90)), livesFor(90)],
  ['exp gone by', undated(jwt(NOW / 1000 - 90)), livesFor(300)],
  ['exp far away', undated(jwt(1e15)), livesFor(315_360_000)],
  ['a string for exp', undated(jwt('x')), livesFor(300)],
  ['what only looks like a JWT', undated('a.b.c'), livesFor(300)],
  ['scope as granted', token({ scope: 'a  c' }), { scope: ['a', 'c'] }],
  ['an empty scope', token({ scope: '' }), { scope: [] }],
  ['a list for scope', token({ scope: ['a'] }), { kind: 'Token', scope: null }],
  [
    'refresh_token_expires_in',
    token({ refresh_token_expires_in: 60 }),
    { refreshTokenExpiresAt: NOW + 60_000 },
  ],
  [
    'refresh_expires_in',
    token({ refresh_expires_in: '60' }),
    { refreshTokenExpiresAt: NOW + 60_000 },
  ],
  ['0 for refresh_expires_in', token({ refresh_expires_in: 0 }), { refreshTokenExpiresAt: null }],
  ['bearer in any case', token({ token_type: 'bEARER' }), { kind: 'Token' }],
  ['no token_type', token({ token_type: undefined }), { kind: 'Token' }],
  ["Slack's token_type", token({ ok: true, token_type: 'bot' }), { kind: 'Token', rotated: true }],
  ["Apigee's token_type", token({ token_type: 'BearerToken' }), { kind: 'Token' }],
  ['a number for a token_type', token({ token_type: 1 }), { kind: 'Token' }],
  ['an empty token_type', token({ token_type: '' }), { kind: 'Token' }],
  ['DPoP', token({ token_type: 'DPoP' }), unknown],
  ['mac', token({ token_type: 'mac' }), unknown],
  ['PoP', token({ token_type: 'PoP' }), unknown],
  ['N_A', token({ token_type: 'N_A' }), unknown],
  [
    'an empty error beside the tokens',
    token({ error: '', error_description: '' }),
    { kind: 'Token' },
  ],
  ['an error beside the tokens', token({ error: '0' }), { kind: 'Token', rotated: true }],
  ['an empty error without tokens', jsonReply(200, { error: '' }), unknown],
  ['invalid_grant', refusal('invalid_grant'), invalid],
  ['invalid_grant with 401', refusal('invalid_grant', 401), invalid],
  ["Spring's refusal of an expired token, or a gateway's", refusal('invalid_token', 401), unsure],
  ["MSAL's bad_token", refusal('bad_token'), unsure],
  [
    'a redirect that speaks of the user',
    refusal('login_required', 302),
    rejected('login_required', 302),
  ],
  ["Slack's refusal", refusal('invalid_refresh_token', 200), invalid],
  ['a second factor that is asked for', refusal('interaction_required'), unsure],
  ['consent that is asked for', refusal('consent_required'), unsure],
  ['a sign-in that is asked for', refusal('login_required', 401), unsure],
  ['503 with interaction_required', refusal('interaction_required', 503), unknown],
  ["GitHub's refusal with 200", refusal('bad_refresh_token', 200), invalid],
  [
    'another refusal with 200',
    refusal('incorrect_client_credentials', 200),
    rejected('incorrect_client_credentials', 200),
  ],
  ['a refusal in its own words with 200', refusal('<b>', 200), rejected(null, 200)],
  ['invalid_client', refusal('invalid_client', 401), rejected('invalid_client', 401)],
  ['unauthorized_client', refusal('unauthorized_client'), rejected('unauthorized_client')],
  ['unsupported_grant_type', refusal('unsupported_grant_type'), rejected('unsupported_grant_type')],
  ['invalid_request', refusal('invalid_request'), rejected('invalid_request')],
  ['invalid_scope that nobody asked for', refusal('invalid_scope'), rejected('invalid_scope')],
  ['temporarily_unavailable', refusal('temporarily_unavailable'), unavailable],
  ['server_error', refusal('server_error'), unknown],
  ['a code that is not a plain word', refusal('no <b>'), rejected(null)],
  ['a number for a code', refusal(7), rejected(null)],
  ['the client secret for a code', refusal(SECRET), rejected(null)],
  [
    '401 as a web page',
    httpReply(401, '<html>', { 'content-type': 'text/html' }),
    rejected(null, 401),
  ],
  ['a redirect', httpReply(302, '', { location: 'http://10.0.0.1/' }), rejected(null, 302)],
  [
    '429',
    jsonReply(429, { error: 'invalid_grant' }, { 'retry-after': '9' }),
    { code: 'RATE_LIMITED', retryAfter: 9 },
  ],
  [
    '503',
    jsonReply(503, { error: 'invalid_grant' }, { 'retry-after': '9' }),
    { ...unknown, retryAfter: 9 },
  ],
  ['503 of a proxy', httpReply(503, 'upstream connect error', { 'retry-after': '9' }), unknown],
  [
    '503 in the words of the server',
    jsonReply(503, { error: 'temporarily_unavailable' }, { 'retry-after': '9' }),
    { ...unavailable, retryAfter: 9 },
  ],
  ['500 with temporarily_unavailable', refusal('temporarily_unavailable', 500), unknown],
  ['500 with invalid_grant', refusal('invalid_grant', 500), unknown],
];

testIssuer<OAuth2Credential>({
  name: 'OAuth 2.0',
  createAdapter,
  credential,
  secrets: [TOKEN, SECRET, success.access_token, success.refresh_token],
  success,
  replies: CASES.map(([title, wire, expected]) => ({ title, wire, expected })),
});

const reply = (status: number, json: unknown) =>
  ({ type: 'reply', status, retryAfter: null, isJson: true, json }) as const;

describe('OAuth 2.0', () => {
  it('takes the configured lifetime before that of the token', () => {
    const { refresh } = createAdapter('https://idp.example', 1200);
    const body = { ...success, access_token: jwt(NOW / 1000 + 90), expires_in: undefined };
    expect(refresh.fromReply(reply(200, body), credential, NOW)).toMatchObject(livesFor(1200));
  });

  it('grants the scope that was asked for when the reply names none', () => {
    const { refresh } = createAdapter('https://idp.example');
    expect(refresh.fromReply(reply(200, success), narrowed, NOW)).toMatchObject({
      scope: ['a', 'b'],
    });
  });

  it('blames the input for a scope that the server does not grant', () => {
    const { refresh } = createAdapter('https://idp.example');
    expect(refresh.fromReply(reply(400, { error: 'invalid_scope' }), narrowed, NOW)).toMatchObject({
      code: 'INVALID_INPUT',
      field: ['input', 'oauth2', 'scope'],
    });
  });
});
