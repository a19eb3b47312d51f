import { describe, expect, it } from 'vitest';
import { startTestServer } from '../support/startTestServer.ts';

const asBrowser = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } };

describe('GraphiQL', () => {
  it('is one page that loads nothing from anywhere else', async () => {
    await using server = await startTestServer();
    const response = await fetch(`${server.url}/graphql`, asBrowser);
    const page = await response.text();
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(page).not.toMatch(/<script[^>]+src=|<link[^>]+href="http/);
    expect(page).toContain('RefreshNative');
  });

  it('shows the variables of its first tab without a click', async () => {
    await using server = await startTestServer();
    const page = await (await fetch(`${server.url}/graphql`, asBrowser)).text();
    const options = JSON.parse(/#root'\),\s*(\{.*\}),?\s*\);\s*<\/script>/s.exec(page)?.[1] ?? '');
    expect(options.variables).toBe(options.defaultTabs[0].variables);
    expect(JSON.parse(options.variables).input.native.refreshToken).toMatch(/^eyJ/);
  });

  it('holds a fresh live token at each load, and few demo sessions at a time', async () => {
    await using server = await startTestServer();
    for (let load = 0; load < 8; load += 1) {
      await (await fetch(`${server.url}/graphql`, asBrowser)).body?.cancel();
      server.clock.advance(1000);
    }
    const { native } = server.server.app;
    const call = {
      correlationId: '',
      now: server.clock.now,
      accessToken: null,
      serviceKey: null,
      ipAddress: null,
    };
    const sessions = await native.activeSessions(['demo'], 100, call);
    expect(sessions instanceof Map && sessions.get('demo').length).toBe(5);
  });

  it('is off in production, and so is the demo user', async () => {
    await using server = await startTestServer({
      env: {
        NODE_ENV: 'production',
        ROOT_SECRET: 'a-root-secret-of-32-bytes-or-more-0123456789',
        SIGNING_ALG: 'HS256',
        ALLOW_PRIVATE_UPSTREAMS: 'true',
        ISSUER_URL: 'https://auth.example',
      },
    });
    const response = await fetch(`${server.url}/graphql`, asBrowser);
    expect(await response.text()).not.toContain('GraphiQL');
    expect(server.events).toEqual([]);
  });
});
