import { describe, expect, it } from 'vitest';
import { IssueToken } from '../documents/sessions.ts';
import { post, request } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const guess = (url: string, n: number) => refresh(url, `forged-${n}`);

async function guesses(url: string, count: number) {
  const codes = [];
  for (let n = 0; n < count; n += 1) {
    const result = await guess(url, n);
    codes.push('code' in result ? result.code : result.__typename);
  }
  return codes;
}

describe('30 bad tokens in a minute from one address', () => {
  it('are answered, and the next is RATE_LIMITED with retryAfter', async () => {
    await using server = await startTestServer();
    expect(new Set(await guesses(server.url, 30))).toEqual(new Set(['TOKEN_INVALID']));
    expect(await guess(server.url, 30)).toMatchObject({
      __typename: 'RateLimitedError',
      code: 'RATE_LIMITED',
      retryable: true,
      reauthenticate: false,
      retryAfter: expect.any(Number),
    });
  });

  it('leave good sessions at the same address alone', async () => {
    await using server = await startTestServer();
    const { refreshToken } = await signIn(server.url);
    await guesses(server.url, 60);
    let token = refreshToken;
    for (let n = 0; n < 20; n += 1) ({ refreshToken: token } = await refreshed(server.url, token));
    await signIn(server.url, 'somebody-new');
  });

  it('do not hide a reuse, which ends its session as ever', async () => {
    await using server = await startTestServer();
    const first = await signIn(server.url);
    const second = await refreshed(server.url, first.refreshToken);
    await refreshed(server.url, second.refreshToken);
    await guesses(server.url, 60);
    expect(await refresh(server.url, first.refreshToken)).toMatchObject({ code: 'TOKEN_REUSED' });
    expect(await refresh(server.url, second.refreshToken)).toMatchObject({
      code: 'SESSION_REVOKED',
    });
  });

  it('are counted, by field and not by request', async () => {
    await using server = await startTestServer({
      env: { RATE_LIMITS: '{"revocationsPerAddress":3}' },
    });
    const call = (n: number) =>
      `a${n}: revokeToken(input: { native: { refreshToken: "x${n}" } }) { __typename }`;
    const query = `mutation { ${[1, 2, 3, 4, 5].map(call).join(' ')} }`;
    const { data } = (await (await post(server.url, { query })).json()) as { data: object };
    expect(Object.values(data).map(({ __typename }) => __typename)).toEqual([
      'RevokeTokenSuccess',
      'RevokeTokenSuccess',
      'RevokeTokenSuccess',
      'RateLimitedError',
      'RateLimitedError',
    ]);
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain('refreshql_rate_limited_total{limit="revocationsPerAddress"} 2');
  });
});

describe('the address that is counted', () => {
  const forwarded = async (url: string, address: string) => {
    const query = `mutation { refreshToken(input: { native: { refreshToken: "${address}" } }) { ... on RefreshError { code } } }`;
    const response = await post(url, { query }, { 'x-forwarded-for': address });
    return ((await response.json()) as { data: { refreshToken: { code: string } } }).data
      .refreshToken.code;
  };

  it('is not the one that a caller makes up', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: '{"perAddress":1}' } });
    expect(await forwarded(server.url, '203.0.113.1')).toBe('TOKEN_INVALID');
    expect(await forwarded(server.url, '203.0.113.2')).toBe('RATE_LIMITED');
  });

  it('is the one that a trusted proxy gives', async () => {
    await using server = await startTestServer({
      env: { RATE_LIMITS: '{"perAddress":1}', TRUSTED_PROXIES: '127.0.0.0/8' },
    });
    expect(await forwarded(server.url, '203.0.113.1')).toBe('TOKEN_INVALID');
    expect(await forwarded(server.url, '203.0.113.2')).toBe('TOKEN_INVALID');
    expect(await forwarded(server.url, '198.51.100.9, 203.0.113.2')).toBe('RATE_LIMITED');
  });
});

describe('wrong service keys', () => {
  it('are held back after a while, and the right one never is', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: '{"perAddress":2}' } });
    const attempt = async (n: number) => {
      const headers = { 'x-service-key': `wrong-service-key-${n}-0123456789abcdef` };
      const data = await request(server.url, IssueToken, { input: { userId: 'ada' } }, headers);
      return data.issueToken.__typename;
    };
    expect([await attempt(1), await attempt(2)]).toEqual(Array(2).fill('UnauthenticatedError'));
    expect(await attempt(3)).toBe('RateLimitedError');
    await signIn(server.url);
  });
});

describe('RATE_LIMITS=off', () => {
  it('answers any number of bad tokens', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: 'off' } });
    expect(new Set(await guesses(server.url, 70))).toEqual(new Set(['TOKEN_INVALID']));
  });
});
