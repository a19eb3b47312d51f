import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createCloudreveAdapter } from '../../adapters/cloudreve.ts';
import { secret } from '../../domain/secret.ts';
import { type ReplyCase, testIssuer } from '../contracts/issuer.ts';
import index from '../fixtures/cloudreve/index.json' with { type: 'json' };
import { httpReply, jsonReply } from '../support/faultServer.ts';

const TOKEN = 'rt_CANARY_e1b5c0';
const credential = { refreshToken: secret(TOKEN) };
const NOW = Date.parse('2026-01-02T03:04:05Z');

const token = {
  access_token: 'at_CANARY_new_4f1c9be07d62a385',
  access_expires: '2026-01-02T12:04:05.123456789+08:00',
  refresh_token: 'rt_CANARY_new_80ad5e3f7b1c2964',
  refresh_expires: '2026-01-16T04:04:05Z',
};

const dubious = { code: 'TOKEN_INVALID', retryable: true, reauthenticate: true };
const unavailable = { code: 'ISSUER_UNAVAILABLE', retryable: true, tokenMayBeConsumed: false };
const elsewhere = (upstreamStatus: number) => ({
  code: 'ISSUER_REJECTED',
  upstreamStatus,
  message: expect.stringContaining('address'),
});

function rejected(upstreamCode: string | null, upstreamStatus = 200) {
  return { code: 'ISSUER_REJECTED', upstreamStatus, upstreamCode, reauthenticate: false };
}

/** What each fixture becomes as the answer to a refresh, by file name. */
const FIXTURES: Record<string, object> = {
  'refresh.success.seed.json': {
    kind: 'Token',
    rotated: true,
    accessTokenExpiresAt: Date.parse('2025-04-26T07:58:28.456Z'),
    refreshTokenExpiresAt: Date.parse('2025-10-23T06:58:28.456Z'),
  },
  'refresh.success.v4-current.json': { kind: 'Token', scope: null, userId: null },
  'refresh.success.oauth-client.json': { kind: 'Token', scope: null, userId: null },
  'refresh.fail.credential.release.json': dubious,
  'refresh.fail.debug.malformed.json': dubious,
  'refresh.fail.debug.bad-signature.json': dubious,
  'refresh.fail.debug.expired.json': dubious,
  'refresh.fail.debug.not-yet-valid.json': dubious,
  'refresh.fail.debug.user-not-found.json': dubious,
  'refresh.fail.debug.wrong-type-or-revoked.json': dubious,
  'refresh.fail.param.missing.json': rejected('40001'),
  'refresh.fail.param.missing.debug.json': rejected('40001'),
  'refresh.fail.param.syntax.json': rejected('40001'),
  'refresh.fail.param.type.json': rejected('40001'),
  'refresh.fail.authz-header.scope.json': rejected('40089'),
  'refresh.fail.db.json': unavailable,
  'error.generic.docs.json': rejected('40001'),
  'fail.sdk-empty-msg.json': unavailable,
  'api.fail.login-required.json': rejected('401'),
  'signout.success.community.json': unavailable,
  'signout.success.sso-redirect.json': unavailable,
  'signout.fail.parse.json': dubious,
  'http.404.text': elsewhere(404),
  'http.500.empty': unavailable,
  'http.502.nginx.html': unavailable,
};

function fromIndex({
  file,
  scenario,
  status,
  contentType,
}: (typeof index.replies)[number]): ReplyCase {
  const body = readFileSync(new URL(`../fixtures/cloudreve/${file}`, import.meta.url));
  const headers = contentType === null ? {} : { 'content-type': contentType };
  const title = `${scenario} (${file})`;
  return { title, wire: httpReply(status, body, headers), expected: FIXTURES[file]! };
}

const success = { code: 0, data: token, msg: '' };
const page = (status: number) => httpReply(status, '<html>', { 'content-type': 'text/html' });
const data = (more: object) => jsonReply(200, { code: 0, data: { ...token, ...more } });
const code = (value: unknown) => jsonReply(200, { code: value, msg: 'x' });

const CASES: [title: string, wire: Buffer, expected: object][] = [
  [
    'fields we do not know',
    jsonReply(200, { ...success, data: { ...token, x: 1 }, y: {} }),
    { kind: 'Token' },
  ],
  ['a success without msg', jsonReply(200, { code: 0, data: token }), { kind: 'Token' }],
  [
    'nine fraction digits and an offset',
    jsonReply(200, success),
    {
      accessTokenExpiresAt: NOW + 3_600_123,
      refreshTokenExpiresAt: Date.parse('2026-01-16T04:04:05Z'),
    },
  ],
  [
    'dates far from UTC',
    data({ access_expires: '2026-01-01T18:34:05.5-09:30' }),
    { accessTokenExpiresAt: Date.parse('2026-01-02T04:04:05.500Z') },
  ],
  ['the same refresh token within a second', data({ refresh_token: TOKEN }), { rotated: false }],
  ['an empty token', data({ access_token: '' }), unavailable],
  ['a broken token', data({ refresh_token: 'rt_\u{FFFD}' }), unavailable],
  ['a number for a token', data({ refresh_token: 7 }), unavailable],
  ['a number for a date', data({ access_expires: 1_767_323_045 }), unavailable],
  ['a date that does not exist', data({ refresh_expires: '2026-02-30T00:00:00Z' }), unavailable],
  ['a success without data', jsonReply(200, { code: 0 }), unavailable],
  ['the code as a string', code('0'), unavailable],
  ['the code 40020 as a string', code('40020'), unavailable],
  ['a fractional code', code(0.5), unavailable],
  ['no code', jsonReply(200, { data: token }), unavailable],
  ['an unknown 4xxxx', code(40_099), rejected('40099')],
  ['an unknown 5xxxx', code(50_099), unavailable],
  ['a code that only begins with 5', code(5_000_001), rejected('5000001')],
  ['-1', code(-1), rejected('-1')],
  ['a second factor', code(203), rejected('203')],
  ['404 in the envelope', code(404), rejected('404')],
  ['data beside a failure', jsonReply(200, { code: 40_020, data: token }), dubious],
  ['the web page of the site', page(200), elsewhere(200)],
  ['404 as JSON', jsonReply(404, { message: 'no route' }), rejected(null, 404)],
  ['a redirect', httpReply(307, '', { location: '/elsewhere' }), rejected(null, 307)],
  ['a proxy that wants a password', page(401), rejected(null, 401)],
  ['403 with an envelope', jsonReply(403, { code: 40_020 }), rejected('40020', 403)],
  ['408', httpReply(408), unavailable],
  [
    '429 with Retry-After',
    jsonReply(429, {}, { 'retry-after': '7' }),
    { code: 'RATE_LIMITED', retryAfter: 7 },
  ],
  [
    '503 with Retry-After',
    httpReply(503, '', { 'retry-after': '30' }),
    { ...unavailable, retryAfter: 30 },
  ],
  ['504', page(504), unavailable],
];

testIssuer({
  name: 'Cloudreve',
  createAdapter: (baseUrl) => createCloudreveAdapter('home', baseUrl),
  credential,
  secrets: [TOKEN, token.access_token, token.refresh_token],
  success,
  webPage: { code: 'ISSUER_REJECTED' },
  replies: [
    ...index.replies.map(fromIndex),
    ...CASES.map(([title, wire, expected]) => ({ title, wire, expected })),
  ],
});

it('has an expectation for every fixture', () => {
  expect(index.replies.map(({ file }) => file).sort()).toEqual(Object.keys(FIXTURES).sort());
});

describe('ending a Cloudreve session', () => {
  const { revoke } = createCloudreveAdapter('home', 'https://drive.example');
  const read = (status: number, json: unknown, isJson = true) =>
    revoke?.fromReply({ type: 'reply', status, retryAfter: null, isJson, json }, credential, NOW);

  it.each([
    ['a success', 0, ''],
    ['a sign-out address', 0, 'https://idp.example/end'],
    ['a token it cannot read any more', 40_020, undefined],
  ])('has worked with %s', (_title, code, data) => {
    expect(read(200, { code, data })).toBeNull();
  });

  it.each([
    ['a database in trouble', 200, { code: 50_001 }],
    ['a panic', 500, undefined],
    ['no envelope', 200, {}],
  ])('may be asked for again after %s', (_title, status, json) => {
    expect(read(status, json)).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
  });

  it('tells a refusal and the wrong address apart', () => {
    expect(read(200, { code: 40_089 })).toMatchObject(rejected('40089'));
    expect(read(200, undefined, false)).toMatchObject(elsewhere(200));
  });
});
