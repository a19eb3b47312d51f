import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { ContractReply } from './walletKitContract.ts';

/** A way of not answering by the contract. */
export interface WalletKitFailure {
  /** The refresh takes place all the same: a token that is valid gets spent. */
  readonly commits: boolean;
  /** `reply` is what the contract would have said where `commits` is set, else null. */
  answer(response: ServerResponse, reply: ContractReply | null): void;
}

/** The names of all failures, for `fail(name)`. */
export type WalletKitFailureName = keyof typeof WALLETKIT_FAILURES;

const HTML = '<html>\n<head><title>502 Bad Gateway</title></head>\n<body></body>\n</html>\n';
const SESSION_START = '{"id":"5884bd1d-ecb3-41ea-bcc7-e9e3d229618f","created_at":"2023-07';

/** Everything WalletKit, a proxy before it or the network between may do. */
export const WALLETKIT_FAILURES = {
  '400': json(400, { code: 'balance_insufficient', error: 'Transfer amount exceeds balance' }),
  '400-code-absent': json(400, { error: 'invalid request' }),
  '400-message': json(400, { code: null, message: 'invalid request' }),
  '401': json(401, { code: null, error: 'invalid session token' }),
  '401-empty': canned(401, ''),
  '403': json(403, { error: 'forbidden' }),
  '404': json(404, { code: null, error: 'not found' }),
  '429': json(429, { code: null, error: 'too many requests' }),
  '429-retry-after': json(429, { code: null, error: 'too many requests' }, { 'retry-after': '7' }),
  '500': json(500, { code: null, error: 'internal error' }),
  '503': json(503, { code: null, error: 'unavailable' }),
  '503-retry-after': json(503, { code: null, error: 'unavailable' }, { 'retry-after': '30' }),
  '200-html': canned(200, HTML, { 'content-type': 'text/html' }),
  '502-html': canned(502, HTML, { 'content-type': 'text/html' }),
  '200-empty': canned(200, ''),
  '200-invalid-session': json(200, { id: '123', access_token: 'only half of a session' }),
  '200-truncated': canned(200, SESSION_START, { 'content-type': 'application/json' }),
  oversize: json(200, { padding: 'x'.repeat(65 * 1024) }),
  redirect: canned(307, '', { location: '/users/refresh-token' }),
  /** The contract's own answer, compressed although nobody asked for it. */
  gzip: { commits: true, answer: compress },
  'reset-before-reply': { commits: false, answer: reset },
  'reset-after-commit': { commits: true, answer: reset },
  'reset-within-reply': { commits: true, answer: resetWithin },
} as const satisfies Record<string, WalletKitFailure>;

function canned(
  status: number,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): WalletKitFailure {
  return {
    commits: false,
    answer: (response) => void response.writeHead(status, headers).end(body),
  };
}

function json(status: number, body: object, headers: Readonly<Record<string, string>> = {}) {
  const all = { 'content-type': 'application/json', ...headers };
  return canned(status, JSON.stringify(body), all);
}

function compress(response: ServerResponse, reply: ContractReply | null): void {
  const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' };
  response.writeHead(reply?.status ?? 200, headers).end(gzipSync(JSON.stringify(reply?.json)));
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

function resetWithin(response: ServerResponse, reply: ContractReply | null): void {
  const body = JSON.stringify(reply?.json);
  const headers = { 'content-type': 'application/json', 'content-length': body.length };
  // The reset waits for the first half to leave, else nothing of it would arrive.
  response.writeHead(200, headers).write(body.slice(0, body.length / 2), () => reset(response));
}
