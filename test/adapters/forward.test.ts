import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Adapter, UpstreamReply } from '../../adapters/adapter.ts';
import { createForwardingIssuer } from '../../adapters/forward.ts';
import type { Http } from '../../adapters/http.ts';
import type { SendFailure } from '../../adapters/wire.ts';
import type { Call } from '../../domain/call.ts';
import { InvalidRefreshTokenError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';

const CALL: Call = {
  correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11',
  now: () => 0,
  accessToken: secret('at_CANARY'),
  serviceKey: secret('key_CANARY'),
  ipAddress: null,
};
const credential = { refreshToken: secret('rt_CANARY') };
const reply: UpstreamReply = {
  type: 'reply',
  status: 401,
  retryAfter: null,
  isJson: true,
  json: {},
};
const lost: SendFailure = { type: 'maybe-sent', reason: 'deadline', code: null };
const unsent: SendFailure = { type: 'not-sent', reason: 'connection', code: 'ECONNREFUSED' };

function adapter(options: { idempotent?: boolean } = {}): Adapter {
  const exchange = {
    toRequest: () => ({
      method: 'POST' as const,
      url: new URL('http://127.0.0.1'),
      headers: {},
      body: '',
    }),
    fromReply: () => new InvalidRefreshTokenError('TOKEN_INVALID'),
  };
  const facts = {
    id: 'oauth2:x',
    kind: 'OAUTH2' as const,
    displayName: 'X',
    rotates: true,
    revokes: true,
    idempotent: options.idempotent ?? false,
    jwksUri: null,
  };
  return { facts, refresh: exchange, revoke: { ...exchange, fromReply: () => null } };
}

function httpThatGives(outcome: UpstreamReply | SendFailure): Http {
  return { timeoutMs: 10_000, send: async () => outcome, close: async () => {} };
}

function refresh(of: Adapter, outcome: UpstreamReply | SendFailure) {
  return createForwardingIssuer(of, httpThatGives(outcome)).refresh(credential, CALL);
}

function fail(): never {
  throw new TypeError('cannot read rt_CANARY');
}

describe('a forwarding issuer', () => {
  it('gives what its adapter reads', async () => {
    expect(await refresh(adapter(), reply)).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('does not know the outcome of a lost reply', async () => {
    expect(await refresh(adapter(), lost)).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      cause: lost,
    });
  });

  it('may be asked again after a lost reply when its upstream is idempotent', async () => {
    expect(await refresh(adapter({ idempotent: true }), lost)).toMatchObject({
      code: 'ISSUER_UNAVAILABLE',
      retryable: true,
      tokenMayBeConsumed: false,
      message: 'The issuer did not give a usable answer; the refresh token was not spent.',
    });
  });

  it('survives a defect in reading a reply, and logs where it was but not what it said', async () => {
    const broken = adapter();
    const result = await refresh(
      { ...broken, refresh: { ...broken.refresh, fromReply: fail } },
      reply,
    );
    expect(result).toMatchObject({
      code: 'OUTCOME_UNKNOWN',
      cause: { name: 'TypeError', message: 'An adapter threw.' },
    });
    expect(inspect(result, { depth: null })).toContain('forward.test.ts');
    expect(inspect(result, { depth: null, showHidden: true })).not.toContain('CANARY');
  });

  it('knows that a defect in making the request spent nothing', async () => {
    const broken = adapter();
    const result = await refresh(
      { ...broken, refresh: { ...broken.refresh, toRequest: fail } },
      reply,
    );
    expect(result).toMatchObject({ code: 'ISSUER_UNAVAILABLE', tokenMayBeConsumed: false });
  });

  it('reads the clock when the reply is there', async () => {
    const seen: unknown[] = [];
    const broken = adapter();
    const fromReply = (...args: unknown[]) => {
      seen.push(...args);
      return new InvalidRefreshTokenError('TOKEN_INVALID');
    };
    await refresh({ ...broken, refresh: { ...broken.refresh, fromReply } }, reply);
    expect(seen).toEqual([reply, credential, 0]);
  });
});

describe('a revocation', () => {
  const revoke = (outcome: UpstreamReply | SendFailure) =>
    createForwardingIssuer(adapter(), httpThatGives(outcome)).revoke(credential, CALL);

  it('gives what the adapter reads', async () => {
    expect(await revoke(reply)).toBeNull();
  });

  it('may be asked for again when its reply was lost', async () => {
    expect(await revoke(lost)).toMatchObject({ code: 'OUTCOME_UNKNOWN', retryable: true });
  });

  it('is unavailable when nothing was sent', async () => {
    expect(await revoke(unsent)).toMatchObject({ code: 'ISSUER_UNAVAILABLE', cause: unsent });
  });
});
