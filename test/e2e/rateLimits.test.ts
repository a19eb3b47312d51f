import { describe, expect, it } from 'vitest';
import { IssueToken } from '../documents/sessions.ts';
import { post, request } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { SERVICE_KEY, startTestServer } from '../support/startTestServer.ts';

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
  const wrong = (n: number) => ({ 'x-service-key': `wrong-service-key-${n}-0123456789abcdef` });

  async function codeOf(url: string, query: string, headers: Record<string, string>) {
    const reply = JSON.stringify(await (await post(url, { query }, headers)).json());
    return /"code":"(\w+)"/.exec(reply)?.[1] ?? reply;
  }

  const reached = ({ events }: { readonly events: readonly { readonly type: string }[] }) =>
    events.filter(({ type }) => type === 'limit.reached').length;

  const entity = (fields: string) =>
    `{ _entities(representations: [{ __typename: "User", id: "ada" }]) { ... on User { ${fields} } } }`;

  it('are held back after a while, and the right one never is', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: '{"perAddress":2}' } });
    const attempt = async (n: number) => {
      const data = await request(server.url, IssueToken, { input: { userId: 'ada' } }, wrong(n));
      return data.issueToken.__typename;
    };
    expect([await attempt(1), await attempt(2)]).toEqual(Array(2).fill('UnauthenticatedError'));
    expect(await attempt(3)).toBe('RateLimitedError');
    await signIn(server.url);
  });

  it.each([
    [
      'revokeSessions of a user',
      'mutation { revokeSessions(input: { userId: "ada" }) { ... on RefreshError { code } } }',
      'UNAUTHENTICATED',
    ],
    [
      'revokeSessions of a session',
      'mutation { revokeSessions(input: { id: "x" }) { ... on RefreshError { code } } }',
      'UNAUTHENTICATED',
    ],
    ['User.activeSessions', entity('activeSessions { id }'), 'RATE_LIMITED'],
  ])('are counted together, at %s too', async (_name, query, over) => {
    await using server = await startTestServer({ env: { RATE_LIMITS: '{"perAddress":2}' } });
    expect(await codeOf(server.url, query, wrong(1))).toBe('UNAUTHENTICATED');
    expect(await codeOf(server.url, query, wrong(2))).toBe('UNAUTHENTICATED');
    expect(reached(server)).toBe(0);
    expect(await codeOf(server.url, query, wrong(3))).toBe(over);
    expect(reached(server)).toBe(1);
    const issue =
      'mutation { issueToken(input: { userId: "u" }) { ... on RefreshError { code } } }';
    expect(await codeOf(server.url, issue, wrong(4))).toBe('RATE_LIMITED');
    expect(await codeOf(server.url, query, {})).toBe('UNAUTHENTICATED');
    const trusted = await codeOf(server.url, query, { 'x-service-key': SERVICE_KEY });
    expect(trusted).not.toMatch(/UNAUTHENTICATED|RATE_LIMITED/);
  });

  it('are counted where a session is read by its id', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: '{"perAddress":1}' } });
    const { accessToken } = await signIn(server.url);
    const own = { authorization: `Bearer ${accessToken}` };
    const listed = '{ viewer { activeSessions { id } } }';
    const { data } = (await (await post(server.url, { query: listed }, own)).json()) as {
      data: { viewer: { activeSessions: { id: string }[] } };
    };
    const id = data.viewer.activeSessions[0]?.id;
    const query = `{ _entities(representations: [{ __typename: "ActiveSession", id: "${id}" }]) { __typename } }`;
    expect(await codeOf(server.url, query, wrong(1))).toBe('{"data":{"_entities":[null]}}');
    expect(await codeOf(server.url, query, wrong(2))).toBe('RATE_LIMITED');
    // What is one's own needs no key.
    expect(await codeOf(server.url, query, { ...own, ...wrong(3) })).toContain('ActiveSession');
  });

  it('count once for a request, and hold back nobody who is signed in', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: '{"perAddress":1}' } });
    const many = entity('a: activeSessions { id } b: activeSessions(first: 2) { id }');
    expect(await codeOf(server.url, many, wrong(1))).toBe('UNAUTHENTICATED');
    expect(reached(server)).toBe(0);
    expect(await codeOf(server.url, many, wrong(2))).toBe('RATE_LIMITED');
    const { accessToken } = await signIn(server.url);
    const own = { authorization: `Bearer ${accessToken}`, ...wrong(3) };
    const all =
      'mutation { revokeSessions(input: { all: true }) { ... on RevokeSessionsSuccess { count } } }';
    expect(await codeOf(server.url, all, own)).toBe('{"data":{"revokeSessions":{"count":1}}}');
  });
});

describe('RATE_LIMITS=off', () => {
  it('answers any number of bad tokens', async () => {
    await using server = await startTestServer({ env: { RATE_LIMITS: 'off' } });
    expect(new Set(await guesses(server.url, 70))).toEqual(new Set(['TOKEN_INVALID']));
  });
});
