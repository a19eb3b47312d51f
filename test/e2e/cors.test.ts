import { createTRPCClient, httpBatchStreamLink } from '@trpc/client';
import { describe, expect, it } from 'vitest';
import type { AppRouter } from '../../server/trpc/router.ts';
import { post } from '../support/graphqlClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const ORIGIN = 'https://app.example';
const listed = { env: { CORS_ORIGINS: `${ORIGIN}, http://localhost:5173` } };
const preflight = (url: string, origin: string) =>
  fetch(`${url}/graphql`, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
const corsHeaders = (headers: Headers) =>
  [...headers].filter(([name]) => name.startsWith('access-control'));

describe('a page of another origin', () => {
  it('may not call the endpoint by default', async () => {
    await using server = await startTestServer();
    const { status, headers } = await preflight(server.url, ORIGIN);
    expect([status, corsHeaders(headers)]).toEqual([405, []]);
    const answer = await post(server.url, { query: '{ __typename }' }, { origin: ORIGIN });
    expect(corsHeaders(answer.headers)).toEqual([]);
  });

  it('may call it when its origin is listed, without credentials', async () => {
    await using server = await startTestServer(listed);
    const asked = await preflight(server.url, ORIGIN);
    expect(asked.status).toBe(204);
    expect(Object.fromEntries(asked.headers)).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('content-type'),
      vary: 'Origin',
    });
    expect(asked.headers.has('access-control-allow-credentials')).toBe(false);
    for (const query of ['{ __typename }', '{ nope }', '{']) {
      const { headers } = await post(server.url, { query }, { origin: ORIGIN });
      expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
      expect(headers.get('access-control-expose-headers')).toContain('x-correlation-id');
      expect(headers.get('vary')).toBe('Origin');
    }
  });

  it('may send every header that tRPC sends to stream', async () => {
    await using server = await startTestServer(listed);
    const url = `${server.url}/trpc`;
    const sent = new Set<string>();
    const spy: typeof fetch = (input, init) => {
      for (const name of new Headers(init?.headers).keys()) sent.add(name);
      return fetch(input, init);
    };
    const link = httpBatchStreamLink({ url, fetch: spy as never });
    const native = { refreshToken: 'unknown' };
    await createTRPCClient<AppRouter>({ links: [link] }).refreshToken.mutate({ native });
    const { headers } = await fetch(`${url}/refreshToken`, {
      method: 'OPTIONS',
      headers: { origin: ORIGIN, 'access-control-request-method': 'POST' },
    });
    const allowed = headers.get('access-control-allow-headers')?.split(', ');
    expect(allowed).toEqual(expect.arrayContaining([...sent]));
  });

  it('may read refusals of the transport too', async () => {
    await using server = await startTestServer(listed);
    const { status, headers } = await post(server.url, 'x'.repeat(20_000), { origin: ORIGIN });
    expect([status, headers.get('access-control-allow-origin')]).toEqual([413, ORIGIN]);
  });

  it.each([
    'https://evil.example',
    'https://app.example.evil.example',
    'http://app.example',
    'null',
    `${ORIGIN}:8443`,
  ])('may not call it from an origin that is not listed: %s', async (origin) => {
    await using server = await startTestServer(listed);
    const asked = await preflight(server.url, origin);
    expect(corsHeaders(asked.headers)).toEqual([]);
    expect(asked.headers.get('vary')).toBe('Origin');
    const answer = await post(server.url, { query: '{ __typename }' }, { origin });
    expect(corsHeaders(answer.headers)).toEqual([]);
  });
});
