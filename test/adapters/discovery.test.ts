import { setImmediate as turn } from 'node:timers/promises';
import { inspect } from 'node:util';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { UpstreamReply } from '../../adapters/adapter.ts';
import type { Http } from '../../adapters/http.ts';
import { createEndpoints } from '../../adapters/oauth2/endpoints.ts';
import type { OAuth2ProviderOptions } from '../../adapters/oauth2/provider.ts';
import type { Call } from '../../domain/call.ts';
import { manualClock } from '../support/manualClock.ts';

const ISSUER = 'https://idp.example/realms/a';
const RFC8414 = 'https://idp.example/.well-known/oauth-authorization-server/realms/a';
const OIDC = 'https://idp.example/realms/a/.well-known/openid-configuration';
const METADATA = {
  issuer: ISSUER,
  token_endpoint: 'https://tokens.example/t',
  revocation_endpoint: 'https://tokens.example/r',
};

/** A provider whose discovery documents are `documents`, by address. */
function discover(
  documents: Record<string, unknown>,
  options: Partial<OAuth2ProviderOptions> = {},
) {
  const asked: string[] = [];
  const clock = manualClock();
  const hangs: Record<string, Promise<void>> = {};
  const network = { answers: Promise.resolve(), hangs };
  const http: Http = {
    timeoutMs: 10_000,
    async send({ url, method, body }) {
      asked.push(url.href);
      expect([method, body]).toEqual(['GET', null]);
      await (network.hangs[url.href] ?? network.answers);
      const json = documents[url.href];
      const status = json === undefined ? 404 : 200;
      return {
        type: 'reply',
        status,
        retryAfter: null,
        isJson: true,
        json,
      } satisfies UpstreamReply;
    },
    close: async () => {},
  };
  const source = createEndpoints(
    {
      provider: 'idp',
      issuer: ISSUER,
      tokenEndpoint: null,
      revocationEndpoint: null,
      clientId: 'c',
      ...options,
    },
    http,
  );
  const call: Call = {
    correlationId: 'x',
    now: clock.now,
    accessToken: null,
    serviceKey: null,
    ipAddress: null,
  };
  return { asked, clock, documents, network, source, find: () => source.find(call) };
}

const failed = { code: 'ISSUER_UNAVAILABLE', retryable: true, tokenMayBeConsumed: false };

describe('discovery', () => {
  it('prefers what is published by RFC 8414, also where the other document is there first', async () => {
    const { find, network } = discover({
      [RFC8414]: METADATA,
      [OIDC]: { ...METADATA, token_endpoint: 'https://tokens.example/oidc' },
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    network.hangs = { [RFC8414]: promise };
    const found = find();
    await turn();
    resolve();
    expect(await found).toMatchObject(METADATA);
  });

  it('takes OpenID Connect Discovery where that is all there is', async () => {
    const { find } = discover({ [OIDC]: METADATA });
    expect(await find()).toMatchObject(METADATA);
  });

  it('looks in both places at once, so that one deadline is all that anybody waits', async () => {
    const { find, asked, network } = discover({ [OIDC]: METADATA });
    const { promise, resolve } = Promise.withResolvers<void>();
    network.answers = promise;
    const found = find();
    await turn();
    expect(asked).toEqual([RFC8414, OIDC]);
    resolve();
    expect(await found).toMatchObject(METADATA);
  });

  it.each([
    [RFC8414, 'for a second only'],
    [OIDC, 'not at all'],
  ])('waits for a place that hangs, %s, %s', async (hanging) => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const { find, network } = discover({ [RFC8414]: METADATA, [OIDC]: METADATA });
    network.hangs = { [hanging]: new Promise(() => {}) };
    const found = find();
    await turn();
    if (hanging === RFC8414) vi.advanceTimersByTime(1000);
    expect(await found).toMatchObject(METADATA);
  });

  it('happens once for all who need it, and again after an hour', async () => {
    const { find, asked, clock } = discover({ [RFC8414]: METADATA });
    await Promise.all([find(), find(), find()]);
    clock.advance(3_599_999);
    await find();
    expect(asked).toHaveLength(2);
    clock.advance(1);
    await Promise.all([find(), find()]);
    expect(asked).toHaveLength(4);
  });

  it('keeps nobody waiting once the endpoints are known, even if it hangs', async () => {
    const { find, asked, clock, network } = discover({ [RFC8414]: METADATA });
    await find();
    network.answers = new Promise(() => {});
    clock.advance(3_600_000);
    expect(await find()).toMatchObject(METADATA);
    clock.advance(3_600_000);
    expect(await find()).toMatchObject(METADATA);
    expect(asked).toHaveLength(4);
  });

  it('takes over what has changed, for those who ask after it has heard of it', async () => {
    const { find, clock, documents } = discover({ [RFC8414]: METADATA });
    await find();
    documents[RFC8414] = { ...METADATA, token_endpoint: 'https://tokens.example/new' };
    clock.advance(3_600_000);
    expect(await find()).toMatchObject(METADATA);
    await turn();
    expect(await find()).toMatchObject({ token_endpoint: 'https://tokens.example/new' });
  });

  it('keeps what it knew when it fails later, and tries again a minute after that', async () => {
    const { find, asked, clock, documents } = discover({ [RFC8414]: METADATA });
    await find();
    delete documents[RFC8414];
    clock.advance(3_600_000);
    expect(await find()).toMatchObject(METADATA);
    await turn();
    clock.advance(59_999);
    expect(await find()).toMatchObject(METADATA);
    expect(asked).toHaveLength(4);
    clock.advance(1);
    expect(await find()).toMatchObject(METADATA);
    expect(asked).toHaveLength(6);
  });

  it('is tried again at once where nothing is known yet', async () => {
    const { find, documents } = discover({});
    expect(await find()).toMatchObject(failed);
    documents[OIDC] = METADATA;
    expect(await find()).toMatchObject(METADATA);
  });

  it.each([
    ['another issuer', { ...METADATA, issuer: 'https://evil.example' }],
    ['no issuer', { ...METADATA, issuer: undefined }],
    ['no token endpoint', { ...METADATA, token_endpoint: undefined }],
    ['a token endpoint without TLS', { ...METADATA, token_endpoint: 'http://tokens.example/t' }],
    [
      'a revocation endpoint without TLS',
      { ...METADATA, revocation_endpoint: 'http://tokens.example/t' },
    ],
    ['a token endpoint that is no address', { ...METADATA, token_endpoint: 'CANARY' }],
    ['a number for a token endpoint', { ...METADATA, token_endpoint: 7 }],
    ['no object', ['CANARY']],
  ])('does not believe a document with %s, and repeats nothing of it', async (_title, document) => {
    const { find } = discover({ [RFC8414]: document, [OIDC]: { ...document, x: 'CANARY' } });
    const refusal = await find();
    expect(refusal).toMatchObject(failed);
    expect(inspect(refusal, { depth: null, showHidden: true })).not.toMatch(/CANARY|evil/);
  });

  it('takes null for an endpoint that there is not', async () => {
    const { find, source } = discover({ [RFC8414]: { ...METADATA, revocation_endpoint: null } });
    expect(await find()).not.toHaveProperty('revocation_endpoint');
    expect(source.known()).toMatchObject({ token_endpoint: METADATA.token_endpoint });
  });

  it('does not start without an issuer that is an address', () => {
    expect(() => discover({}, { issuer: null })).toThrow(TypeError);
    expect(() => discover({}, { issuer: 'idp' })).toThrow(TypeError);
  });

  it('is left out where the token endpoint is configured', async () => {
    const { find, asked } = discover({}, { tokenEndpoint: 'https://idp.example/t' });
    expect(await find()).toEqual({ issuer: ISSUER, token_endpoint: 'https://idp.example/t' });
    expect(asked).toEqual([]);
  });

  it('gives way to a configured revocation endpoint', async () => {
    const { find } = discover(
      { [RFC8414]: METADATA },
      { revocationEndpoint: 'https://idp.example/r' },
    );
    expect(await find()).toMatchObject({ revocation_endpoint: 'https://idp.example/r' });
  });
});
