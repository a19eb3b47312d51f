import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Adapter } from '../../adapters/adapter.ts';
import { createForwardingIssuer } from '../../adapters/forward.ts';
import { createHttp } from '../../adapters/http.ts';
import type { Call } from '../../domain/call.ts';
import type { OperationEvent } from '../../domain/events.ts';
import type { Credential } from '../../domain/issuer.ts';
import { type AnyRefreshError, isRefreshError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import {
  closedUrl,
  type Fault,
  httpReply,
  jsonReply,
  startFaultServer,
} from '../support/faultServer.ts';

/** What a forwarding adapter has to hold, whoever it speaks to. */
export interface IssuerContract<C extends Credential> {
  readonly name: string;
  createAdapter(baseUrl: string): Adapter<C>;
  readonly credential: C;
  /** What the credential presents and `success` grants, and no refusal may carry. */
  readonly secrets: readonly string[];
  /** A body that the upstream sends with 200 and that gives a grant. */
  readonly success: unknown;
  /** Wire replies, and members of the grant or refusal that each becomes. */
  readonly replies: readonly ReplyCase[];
}

export interface ReplyCase {
  readonly title: string;
  readonly wire: Buffer;
  readonly expected: object;
}

const NOW = Date.parse('2026-01-02T03:04:05Z');
const CALL: Call = {
  correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11',
  now: () => NOW,
  accessToken: secret('at_CALLER'),
  serviceKey: secret('key_CALLER'),
  ipAddress: '192.0.2.77',
};

/** Runs the contract over one adapter. */
export function testIssuer<C extends Credential>(contract: IssuerContract<C>): void {
  const { createAdapter, credential, secrets, success, replies } = contract;

  async function refreshAt(url: string, timeoutMs = 5_000) {
    const http = createHttp({ timeoutMs });
    const issuer = createForwardingIssuer(createAdapter(url), http);
    const result = await issuer.refresh(credential, CALL);
    await http.close();
    return result;
  }

  async function refreshWith(fault: Fault, timeoutMs?: number) {
    await using server = await startFaultServer(fault);
    const result = await refreshAt(server.url, timeoutMs);
    return { result, requests: server.requests };
  }

  function expectQuiet(refusal: AnyRefreshError) {
    const event: OperationEvent = {
      type: 'token.refresh',
      at: NOW,
      correlationId: CALL.correlationId,
      issuerId: createAdapter('http://127.0.0.1').facts.id,
      outcome: refusal.code,
      durationMs: 1,
      cause: refusal.cause,
    };
    for (const value of [refusal, event]) {
      const text = JSON.stringify(value) + inspect(value, { depth: null, showHidden: true });
      for (const canary of secrets) expect(text).not.toContain(canary);
    }
  }

  const afterSending = createAdapter('http://127.0.0.1').facts.idempotent
    ? { code: 'ISSUER_UNAVAILABLE', tokenMayBeConsumed: false, retryable: true }
    : { code: 'OUTCOME_UNKNOWN', tokenMayBeConsumed: true, retryable: false };

  describe(`${contract.name}, as an issuer`, () => {
    it.each(replies)('reads $title', async ({ wire, expected }) => {
      const { result, requests } = await refreshWith((socket) => socket.write(wire));
      expect(result).toMatchObject(expected);
      expect(requests).toHaveLength(1);
      if (isRefreshError(result)) expectQuiet(result);
    });

    it.each(failures(success))('does not resend after $title', async ({ fault, timeoutMs }) => {
      const { result, requests } = await refreshWith(fault, timeoutMs);
      expect(result).toMatchObject(afterSending);
      expect(requests).toHaveLength(1);
      expectQuiet(result as AnyRefreshError);
    });

    it('says that the token was not spent when nobody listens', async () => {
      const result = await refreshAt(await closedUrl());
      expect(result).toMatchObject({ code: 'ISSUER_UNAVAILABLE', tokenMayBeConsumed: false });
      expect(result).toMatchObject({ cause: { type: 'not-sent', code: 'ECONNREFUSED' } });
      expectQuiet(result as AnyRefreshError);
    });

    it('says that the token was not spent when the TLS handshake fails', async () => {
      const refuse = (socket: Socket) => socket.end('this is no TLS');
      await using server = await startFaultServer(() => {}, refuse);
      const result = await refreshAt(server.url.replace('http:', 'https:'));
      expect(result).toMatchObject({ code: 'ISSUER_UNAVAILABLE', tokenMayBeConsumed: false });
      expect(server.requests).toHaveLength(0);
    });

    it('keeps the tokens that an upstream repeats out of its refusals', async () => {
      const echo = secrets.join(' and ');
      for (const status of [400, 401, 403, 404, 409, 429, 500, 503]) {
        const body = { code: secrets[0], error: echo, message: echo, msg: echo };
        const { result } = await refreshWith((socket) => socket.write(jsonReply(status, body)));
        expectQuiet(result as AnyRefreshError);
      }
    });

    it('sends nothing of the caller but the correlation id', async () => {
      const { requests } = await refreshWith((socket) => socket.write(jsonReply(200, success)));
      expect(requests[0]).not.toMatch(/CALLER|192\.0\.2\.77/);
      expect(requests[0]).not.toMatch(/^(cookie|x-forwarded|forwarded|x-service-key|origin)/im);
    });
  });
}

interface FailureCase {
  readonly title: string;
  readonly fault: Fault;
  readonly timeoutMs?: number;
}

/** Ways to lose a reply that would have been a success. */
function failures(success: unknown): FailureCase[] {
  const whole = jsonReply(200, success);
  const half = whole.subarray(0, whole.length - 20);
  const json = { 'content-type': 'application/json' };
  const says =
    (wire: Buffer): Fault =>
    (socket) =>
      socket.write(wire);
  return [
    { title: 'a reset before the reply', fault: (socket) => socket.resetAndDestroy() },
    { title: 'a close before the reply', fault: (socket) => socket.end() },
    { title: 'a close within the reply', fault: (socket) => socket.end(half) },
    {
      title: 'a reset within the reply',
      fault: (socket) => socket.write(half, () => socket.resetAndDestroy()),
    },
    { title: 'silence until the deadline', fault: () => {}, timeoutMs: 50 },
    { title: 'a reply that stops until the deadline', fault: says(half), timeoutMs: 50 },
    { title: 'something that is not HTTP', fault: says(Buffer.from('SSH-2.0-OpenSSH_9.6\r\n')) },
    {
      title: 'an HTML page with 200',
      fault: says(httpReply(200, '<html>', { 'content-type': 'text/html' })),
    },
    { title: 'JSON that breaks off', fault: says(httpReply(200, '{"id":"1', json)) },
    { title: 'an empty body with 200', fault: says(httpReply(200, '', json)) },
    { title: 'no content', fault: says(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n')) },
    { title: 'an object of another kind', fault: says(jsonReply(200, { hello: 'world' })) },
    { title: 'a body of another JSON type', fault: says(jsonReply(200, [null, 1, 'x'])) },
    { title: 'a body that is too large', fault: says(jsonReply(200, { pad: 'x'.repeat(70_000) })) },
  ];
}
