import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  TRPCClientError,
} from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { AppRouter } from '../../server/trpc/router.ts';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const LINKS = [
  ['buffered', httpBatchLink],
  ['streamed', httpBatchStreamLink],
] as const;

const single = (url: string) =>
  createTRPCClient<AppRouter>({ links: [httpLink({ url: `${url}/trpc` })] });

describe('a tRPC batch', () => {
  it.each(LINKS)('may refresh once, beside other calls (%s)', async (_kind, link) => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const batch = createTRPCClient<AppRouter>({ links: [link({ url: `${server.url}/trpc` })] });
    const [refresh, revoke] = await Promise.all([
      batch.refreshToken.mutate({ native: { refreshToken } }),
      batch.revokeToken.mutate({ native: { refreshToken: 'unknown' } }),
    ]);
    expect([refresh.__typename, revoke.__typename]).toEqual(['Token', 'RevokeTokenSuccess']);
  });

  it.each(LINKS)('may not refresh twice (%s): nothing in it runs', async (_kind, link) => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const before = server.events.length;
    const batch = createTRPCClient<AppRouter>({ links: [link({ url: `${server.url}/trpc` })] });
    const twice = [refreshToken, 'unknown'].map((token) =>
      batch.refreshToken.mutate({ native: { refreshToken: token } }),
    );
    for (const result of await Promise.allSettled(twice)) {
      expect(result).toMatchObject({ reason: { data: { code: 'BAD_REQUEST' } } });
    }
    expect(server.events.slice(before)).toEqual([]);
  });

  it('may not hide a second refresh behind an encoded path', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    const before = server.events.length;
    const native = { refreshToken };
    const reply = await fetch(`${server.url}/trpc/refreshToken%2C%72efreshToken?batch=1`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ 0: { native }, 1: { native } }),
    });
    expect(reply.status).toBe(400);
    expect(server.events.slice(before)).toEqual([]);
  });

  it('is at most ten calls long', async () => {
    await using server = await startTestServer();
    const batch = createTRPCClient<AppRouter>({
      links: [httpBatchLink({ url: `${server.url}/trpc` })],
    });
    const all = await Promise.allSettled(Array.from({ length: 11 }, () => batch.issuers.query()));
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set(['rejected']));
  });
});

describe('a tRPC request that is wrong', () => {
  const CANARY = 'rt_CANARY_1234567890';
  const send = async (url: string, path: string, init: RequestInit) => {
    const reply = await fetch(`${url}/trpc/${path}`, init);
    return { status: reply.status, text: await reply.text(), headers: reply.headers };
  };
  const json = { 'content-type': 'application/json' };
  const lines = { ...json, 'trpc-accept': 'application/jsonl' };
  const form = { ...lines, 'content-type': 'application/x-www-form-urlencoded' };

  it.each([
    ['broken JSON', 'refreshToken', { method: 'POST', headers: json, body: `{"${CANARY}` }, 400],
    ['an unknown procedure', CANARY, {}, 404],
    ['bad percent-encoding', `%zz${CANARY}`, {}, 400],
    ['eleven calls', `${'issuers,'.repeat(10)}issuers?batch=1`, {}, 400],
    ['streamed broken JSON', 'refreshToken', { method: 'POST', headers: lines, body: '{' }, 400],
    ['a streamed form', 'refreshToken', { method: 'POST', headers: form, body: CANARY }, 415],
    ['a mutation by GET', `refreshToken?input="${CANARY}"`, {}, 405],
    ['a form', 'refreshToken', { method: 'POST', body: new URLSearchParams({ a: CANARY }) }, 415],
    ['text', 'refreshToken', { method: 'POST', body: CANARY }, 415],
    [
      'a long body',
      'refreshToken',
      { method: 'POST', headers: json, body: CANARY.repeat(900) },
      413,
    ],
  ])('is refused as JSON, without an echo: %s', async (_title, path, init, expected) => {
    await using server = await startTestServer();
    const { status, text, headers } = await send(server.url, path, init);
    expect(status).toBe(expected);
    expect(text).not.toContain('CANARY');
    expect(text).not.toContain('stack');
    expect(headers.get('content-type')).toMatch(/^application\/json\b/);
    expect(JSON.parse(text)).toHaveProperty('error');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  it('is an error for the client to catch', async () => {
    await using server = await startTestServer();
    const refreshToken = 'x'.repeat(17_000);
    const asked = single(server.url).refreshToken.mutate({ native: { refreshToken } });
    await expect(asked).rejects.toBeInstanceOf(TRPCClientError);
    await expect(asked).rejects.toMatchObject({ data: { code: 'PAYLOAD_TOO_LARGE' } });
  });

  it('hides a defect, and tells the operator', async () => {
    await using server = await startTestServer();
    server.server.app.resolvers.issuers = () => {
      throw new Error(CANARY);
    };
    const { status, text } = await send(server.url, 'issuers', {});
    expect([status, text.includes('CANARY')]).toEqual([500, false]);
    expect(server.events).toContainEqual(
      expect.objectContaining({
        type: 'defect',
        operation: 'trpc',
        correlationId: expect.any(String),
      }),
    );
  });
});
