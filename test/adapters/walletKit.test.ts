import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { createWalletKitAdapter } from '../../adapters/walletKit.ts';
import type { WalletKitCredential } from '../../adapters/walletKitCredential.ts';
import { secret } from '../../domain/secret.ts';
import { type ReplyCase, testIssuer } from '../contracts/issuer.ts';
import index from '../fixtures/walletkit/index.json' with { type: 'json' };
import { httpReply, jsonReply } from '../support/faultServer.ts';

const TOKEN = 'rt_CANARY_e1b5c0';
const SESSION_ID = 'ses_CANARY_77aa';
const PROJECT = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';
/** What time it is in `CALL`. */
const NOW = '2026-01-02T03:04:05Z';
const credential: WalletKitCredential = {
  refreshToken: secret(TOKEN),
  sessionId: SESSION_ID,
  projectId: PROJECT,
};

const session = {
  id: '123',
  created_at: '2023-12-05T19:04:33Z',
  project_id: '1234',
  user_id: 'abcd',
  access_token: 'at_CANARY_new_4f1c9be07d62a385',
  access_token_expires_at: '2023-12-05T19:09:33Z',
  refresh_token: 'rt_CANARY_new_80ad5e3f7b1c2964',
  refresh_token_expires_at: '2024-01-04T19:04:33Z',
};

/** What each fixture becomes, by file name. */
const FIXTURES: Record<string, object> = {
  'session.android-test.json': { kind: 'Session', id: '123', projectId: '1234', userId: 'abcd' },
  'session.ios-test.json': { kind: 'Session', createdAt: Date.parse('2023-11-22T00:00:00Z') },
  'session.synthetic-uuid-seconds.json': {
    kind: 'Session',
    id: '5884bd1d-ecb3-41ea-bcc7-e9e3d229618f',
    accessTokenExpiresAt: Date.parse('2023-07-21T22:08:16Z'),
    refreshTokenExpiresAt: Date.parse('2023-08-20T22:03:16Z'),
    rotated: true,
  },
  'error.400.balance_insufficient.json': rejected(400, 'balance_insufficient'),
  'error.400.code-absent.json': rejected(400),
  'error.401.code-null.json': { code: 'TOKEN_INVALID', reauthenticate: true },
  'error.403.code-absent.json': rejected(403),
  'error.500.code-null.json': unknown(null),
};

function rejected(upstreamStatus: number, upstreamCode: string | null = null) {
  return { code: 'ISSUER_REJECTED', upstreamStatus, upstreamCode, reauthenticate: false };
}

function unknown(retryAfter: number | null) {
  return { code: 'OUTCOME_UNKNOWN', retryAfter, retryable: false, tokenMayBeConsumed: true };
}

function limited(retryAfter: number) {
  return { code: 'RATE_LIMITED', retryAfter, retryable: true };
}

function fromIndex({
  file,
  scenario,
  status,
  contentType,
}: (typeof index.replies)[number]): ReplyCase {
  const body = readFileSync(new URL(`../fixtures/walletkit/${file}`, import.meta.url));
  const wire = httpReply(status, body, { 'content-type': contentType });
  return { title: scenario, wire, expected: FIXTURES[file]! };
}

const invalid = { code: 'TOKEN_INVALID', retryable: false, reauthenticate: true };
const elsewhere = { ...rejected(401), message: expect.stringMatching(/its operator has to check/) };
const page = (status: number) => httpReply(status, '<html>', { 'content-type': 'text/html' });
const limit = (retryAfter: string) => jsonReply(429, {}, { 'retry-after': retryAfter });
const oversize = { error: 'x'.repeat(70_000) };
const changed = (more: object) => jsonReply(200, { ...session, ...more });
const timed = (created_at: unknown) => changed({ created_at });
const made = (createdAt: string) => ({ kind: 'Session', createdAt: Date.parse(createdAt) });

const CASES: [title: string, wire: Buffer, expected: object][] = [
  [
    'a session with fields we do not know',
    jsonReply(200, { ...session, wallet: {} }),
    { kind: 'Session' },
  ],
  ['a session with 201', jsonReply(201, session), { kind: 'Session', rotated: true }],
  [
    'the same refresh token again',
    jsonReply(200, { ...session, refresh_token: TOKEN }),
    { rotated: false },
  ],
  [
    'a date with nine fraction digits and an offset',
    timed('2023-12-06T03:04:33.645109985+08:00'),
    { createdAt: Date.parse('2023-12-05T19:04:33.645Z') },
  ],
  ['a date that does not exist', timed('2023-02-30T00:00:00Z'), made(NOW)],
  ['a date without an offset', timed('2023-12-05T19:04:33'), made('2023-12-05T19:04:33Z')],
  ['a date without a time', timed('2023-12-05'), made('2023-12-05T00:00:00Z')],
  ['null for a date', timed(null), made(NOW)],
  ['a session without a date', timed(undefined), made(NOW)],
  [
    'a session whose end is not said',
    changed({ access_token_expires_at: null, refresh_token_expires_at: 'never' }),
    {
      accessTokenExpiresAt: Date.parse(NOW) + 300_000,
      refreshTokenExpiresAt: Date.parse(NOW) + 30 * 86_400_000,
    },
  ],
  ['a session without its project', changed({ project_id: undefined }), { projectId: PROJECT }],
  ['an empty text for the project', changed({ project_id: '' }), { projectId: PROJECT }],
  ['a session without its id', changed({ id: undefined }), { id: SESSION_ID }],
  ['a session with a number for an id', changed({ id: 123 }), { id: SESSION_ID }],
  ['a session with a broken id', changed({ id: '1\u{FFFD}3' }), { id: SESSION_ID }],
  ['a session without its user', changed({ user_id: null }), unknown(null)],
  ['a session with an empty token', changed({ access_token: '' }), unknown(null)],
  ['a session with a broken token', changed({ refresh_token: 'rt_\u{FFFD}' }), unknown(null)],
  ['a session without a refresh token', changed({ refresh_token: undefined }), unknown(null)],
  ['an error with 200', jsonReply(200, { code: null, error: 'x' }), unknown(null)],
  ['401 with `message` for `error`', jsonReply(401, { code: null, message: 'x' }), invalid],
  ['401 of a gateway at Amazon', jsonReply(401, { message: 'Unauthorized' }), elsewhere],
  [
    '401 of Kong',
    jsonReply(401, { message: 'No API key found in request', request_id: '1' }),
    elsewhere,
  ],
  ['401 with the code of a gateway', jsonReply(401, { code: 401, message: 'x' }), elsewhere],
  ['401 with nothing but null for a code', jsonReply(401, { code: null }), elsewhere],
  ['401 with nothing but a code', jsonReply(401, { code: '900902' }), elsewhere],
  ['401 of WSO2', jsonReply(401, { code: '900902', message: 'Missing Credentials' }), elsewhere],
  [
    '401 that nginx was told to say',
    httpReply(401, '{"error":"unauthorized"}', { 'content-type': 'text/plain' }),
    elsewhere,
  ],
  ['401 with an empty body', httpReply(401), elsewhere],
  ['401 as the page of a proxy', page(401), elsewhere],
  ['401 with a body that is too large', jsonReply(401, oversize), elsewhere],
  ['401 with a body of another JSON type', jsonReply(401, null), elsewhere],
  ['401 with an error of another shape', jsonReply(401, { error: { status: 401 } }), elsewhere],
  ['401 with a list', jsonReply(401, [{ error: 'x' }]), elsewhere],
  [
    '401 whose explanation breaks off',
    httpReply(401, '{"error":"inv', { 'content-type': 'application/json' }),
    elsewhere,
  ],
  ['400 with `message` for `error`', jsonReply(400, { message: 'x' }), rejected(400)],
  ['400 with a code that is not a plain word', jsonReply(400, { code: 'no <b>' }), rejected(400)],
  ['400 with a number for a code', jsonReply(400, { code: 7 }), rejected(400)],
  ['400 with the token for a code', jsonReply(400, { code: `no-${TOKEN}` }), rejected(400)],
  [
    '400 with a piece of the token for a code',
    jsonReply(400, { code: TOKEN.slice(0, 9) }),
    rejected(400),
  ],
  ['404', page(404), rejected(404)],
  ['409', jsonReply(409, { code: 'conflict', error: 'x' }), rejected(409, 'conflict')],
  ['418', httpReply(418), rejected(418)],
  ['a redirect', httpReply(307, '', { location: '/elsewhere' }), rejected(307)],
  ['408', httpReply(408), unknown(null)],
  ['429 without Retry-After', jsonReply(429, {}), limited(5)],
  ['429 with seconds', limit('7'), limited(7)],
  ['429 with no seconds at all', limit('0'), limited(1)],
  ['429 with a date', limit('Fri, 02 Jan 2026 03:05:05 GMT'), limited(60)],
  ['429 with a date gone by', limit('Fri, 02 Jan 2026 03:00:00 GMT'), limited(1)],
  ['429 with a date far away', limit('Sat, 02 Jan 2027 03:04:05 GMT'), limited(86_400)],
  ['429 with more than a day', limit('999999999999'), limited(86_400)],
  ['429 with nonsense', limit('-1.5'), limited(5)],
  ['503', page(503), unknown(null)],
  ['503 with Retry-After', httpReply(503, '', { 'retry-after': '30' }), unknown(30)],
  ['502 as an HTML page', page(502), unknown(null)],
  ['504 with Retry-After', httpReply(504, '', { 'retry-after': '9' }), unknown(9)],
  ['599', httpReply(599), unknown(null)],
];

for (const network of ['testnet', 'mainnet']) {
  testIssuer<WalletKitCredential>({
    name: `WalletKit ${network}`,
    createAdapter: (baseUrl) => createWalletKitAdapter(network, baseUrl),
    credential,
    secrets: [TOKEN, SESSION_ID, session.access_token, session.refresh_token],
    success: session,
    replies: [
      ...index.replies.map(fromIndex),
      ...CASES.map(([title, wire, expected]) => ({ title, wire, expected })),
    ],
  });
}

it('has an expectation for every fixture', () => {
  expect(index.replies.map(({ file }) => file).sort()).toEqual(Object.keys(FIXTURES).sort());
});
