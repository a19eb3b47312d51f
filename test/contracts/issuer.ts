import type { Socket } from 'node:net';
import { inspect } from 'node:util';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
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
  /** Members of what a web page with 200 becomes. @default those of any lost reply */
  readonly webPage?: object;
}

export interface ReplyCase {
  readonly title: string;
  readonly wire: Buffer;
  readonly expected: object;
}

const NOW = Date.parse('2026-01-02T03:04:05Z');
/** 50 kB that decode to 50 MB. */
const BOMB = gzipSync(`{"pad":"${'x'.repeat(50_000_000)}"}`);
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
    const http = createHttp({ timeoutMs, allowPrivate: true });
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

    it.each(failures(success))(
      'does not resend after $title',
      async ({ fault, timeoutMs, isPage }) => {
        const { result, requests } = await refreshWith(fault, timeoutMs);
        expect(result).toMatchObject((isPage && contract.webPage) || afterSending);
        expect(requests).toHaveLength(1);
        expectQuiet(result as AnyRefreshError);
      },
    );

    it('reads a success that is not called JSON', async () => {
      for (const type of ['text/plain', 'text/html']) {
        const wire = httpReply(200, JSON.stringify(success), { 'content-type': type });
        const { result } = await refreshWith((socket) => socket.write(wire));
        expect(isRefreshError(result)).toBe(false);
      }
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

    it('reads any JSON with any status without throwing, and repeats no secret', () => {
      const { refresh, revoke } = createAdapter('http://127.0.0.1');
      const json = fc.oneof(fc.jsonValue(), fc.constant(undefined), mutated(success, secrets));
      const status = fc.oneof(fc.integer({ min: 200, max: 599 }), fc.constantFrom(200, 400, 401));
      const property = fc.property(status, json, fc.boolean(), (status, json, isJson) => {
        const reply = { type: 'reply' as const, status, retryAfter: null, isJson, json };
        const results = [refresh, revoke].map((each) => each?.fromReply(reply, credential, NOW));
        for (const result of results) if (isRefreshError(result)) expectQuiet(result);
      });
      fc.assert(property, { numRuns: 300 });
    });

    it('does not take a session for ended when there is no answer', async () => {
      if (createAdapter('http://127.0.0.1').revoke === null) return;
      await using server = await startFaultServer((socket) => socket.resetAndDestroy());
      const http = createHttp({ timeoutMs: 5_000, allowPrivate: true });
      const revoke = (url: string) =>
        createForwardingIssuer(createAdapter(url), http).revoke(credential, CALL);
      expect(await revoke(server.url)).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
      expect(await revoke(await closedUrl())).toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
      expect(server.requests).toHaveLength(1);
      await http.close();
    });

    it('sends nothing of the caller but the correlation id', async () => {
      const { requests } = await refreshWith((socket) => socket.write(jsonReply(200, success)));
      expect(requests[0]).not.toMatch(/CALLER|192\.0\.2\.77/);
      expect(requests[0]).not.toMatch(/^(cookie|x-forwarded|forwarded|x-service-key|origin)/im);
    });
  });
}

/** A success with one member, at any depth, that is something else: another type, or a secret where none belongs. */
function mutated(success: unknown, secrets: readonly string[]): fc.Arbitrary<unknown> {
  const value = fc.oneof(fc.jsonValue(), fc.constantFrom(...secrets, undefined, '', 0, -1));
  const paths = pathsOf(success);
  return fc.tuple(fc.constantFrom(...paths), value).map(([path, value]) => {
    const copy = structuredClone(success);
    const parent = path.slice(0, -1).reduce((at, name) => Reflect.get(at, name), copy as object);
    Reflect.set(parent, path.at(-1)!, value);
    return copy;
  });
}

function pathsOf(value: unknown): string[][] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [name],
    ...pathsOf(member).map((path) => [name, ...path]),
  ]);
}

interface FailureCase {
  readonly title: string;
  readonly fault: Fault;
  readonly timeoutMs?: number;
  readonly isPage?: boolean;
}

/** Ways to lose a reply that would have been a success. */
function failures(success: unknown): FailureCase[] {
  const whole = jsonReply(200, success);
  const half = whole.subarray(0, whole.length - 20);
  const json = { 'content-type': 'application/json' };
  const gzip = { 'content-encoding': 'gzip' };
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
      isPage: true,
    },
    { title: 'a gzip bomb', fault: says(httpReply(200, BOMB, { ...json, ...gzip })) },
    { title: '10 MB', fault: says(jsonReply(200, { pad: 'x'.repeat(10_000_000) })) },
    { title: 'JSON that breaks off', fault: says(httpReply(200, '{"id":"1', json)) },
    { title: 'an empty body with 200', fault: says(httpReply(200, '', json)) },
    { title: 'no content', fault: says(Buffer.from('HTTP/1.1 204 No Content\r\n\r\n')) },
    { title: 'an object of another kind', fault: says(jsonReply(200, { hello: 'world' })) },
    { title: 'a body of another JSON type', fault: says(jsonReply(200, [null, 1, 'x'])) },
    { title: 'a body that is too large', fault: says(jsonReply(200, { pad: 'x'.repeat(70_000) })) },
  ];
}
