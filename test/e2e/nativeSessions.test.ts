import { describe, expect, it } from 'vitest';
import { IssueToken, RevokeSessions, ViewerSessions } from '../documents/sessions.ts';
import type { RevokeSessionsInput } from '../gql/graphql.ts';
import { asService, asUser, request } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

async function sessionsOf(url: string, accessToken: string) {
  const { viewer } = await request(url, ViewerSessions, { first: 50 }, asUser(accessToken));
  return viewer?.activeSessions ?? null;
}

async function revoke(
  url: string,
  input: RevokeSessionsInput,
  headers: Readonly<Record<string, string>>,
) {
  const data = await request(url, RevokeSessions, { input }, headers);
  return data.revokeSessions;
}

describe('issueToken', () => {
  it('needs the service key', async () => {
    await using server = await startTestServer();
    const answer = await request(server.url, IssueToken, { input: { userId: 'ada' } });
    expect(answer.issueToken).toMatchObject({
      __typename: 'UnauthenticatedError',
      code: 'UNAUTHENTICATED',
    });
    const wrong = { 'x-service-key': 'not-the-service-key-0123456789abcdef' };
    const refused = await request(server.url, IssueToken, { input: { userId: 'ada' } }, wrong);
    expect(refused.issueToken.__typename).toBe('UnauthenticatedError');
  });

  it('names the field of a bad input', async () => {
    await using server = await startTestServer();
    const input = { userId: 'ada', scope: ['two words'] };
    const { issueToken } = await request(server.url, IssueToken, { input }, asService);
    expect(issueToken).toMatchObject({ code: 'INVALID_INPUT', field: ['input', 'scope', '0'] });
  });
});

describe('issueToken with a user id that has no UTF-8 form', () => {
  it('is refused: stores would merge it with others of its kind', async () => {
    await using server = await startTestServer();
    const input = { userId: 'ada\ud800' };
    const { issueToken } = await request(server.url, IssueToken, { input }, asService);
    expect(issueToken).toMatchObject({ code: 'INVALID_INPUT', field: ['input', 'userId'] });
  });
});

describe('issueToken with much scope and audience', () => {
  /** As many bytes of JSON as `size`, with the longest user id that there is. */
  const input = (size: number) => {
    const audience = Array.from({ length: 6 }, () => '\u{1}'.repeat(80));
    const left = size - JSON.stringify([null, [...audience, '']]).length;
    return { userId: '\u{1}'.repeat(256), audience: [...audience, 'x'.repeat(left)] };
  };

  it('gives an access token that is accepted, or is refused', async () => {
    await using server = await startTestServer();
    const { accessToken } = await signIn(server.url, 'ada', input(3072));
    const { viewer } = await request(server.url, ViewerSessions, { first: 1 }, asUser(accessToken));
    expect(viewer?.activeSessions).toHaveLength(1);
    const more = { input: { ...input(3073) } };
    const { issueToken } = await request(server.url, IssueToken, more, asService);
    expect(issueToken).toMatchObject({ code: 'INVALID_INPUT', field: ['input', 'audience'] });
    const scoped = {
      input: { userId: 'ada', scope: Array.from({ length: 64 }, () => 'x'.repeat(99)) },
    };
    const refused = await request(server.url, IssueToken, scoped, asService);
    expect(refused.issueToken).toMatchObject({ field: ['input', 'scope'] });
  });
});

describe('viewer', () => {
  it('lists its live sessions, newest first, and knows the one that asks', async () => {
    await using server = await startTestServer();
    const phone = await signIn(server.url, 'ada', { userAgent: 'phone', ipAddress: '192.0.2.1' });
    server.clock.advance(1000);
    const laptop = await signIn(server.url, 'ada', { userAgent: 'laptop' });
    await signIn(server.url, 'bob');
    await refreshed(server.url, phone.refreshToken);
    const sessions = await sessionsOf(server.url, laptop.accessToken);
    expect(sessions).toMatchObject([
      { userAgent: 'laptop', current: true, lastRefreshedAt: null },
      {
        userAgent: 'phone',
        ipAddress: '192.0.2.1',
        current: false,
        lastRefreshedAt: '2026-01-31T12:00:01.000Z',
      },
    ]);
  });

  it('is null without an access token, with a refresh token, and after its session ended', async () => {
    await using server = await startTestServer();
    const { accessToken, refreshToken } = await signIn(server.url);
    const anonymous = await request(server.url, ViewerSessions, { first: 1 });
    expect(anonymous.viewer).toBeNull();
    expect(await sessionsOf(server.url, refreshToken)).toBeNull();
    await revoke(server.url, { all: true }, asUser(accessToken));
    expect(await sessionsOf(server.url, accessToken)).toBeNull();
  });
});

describe('revokeSessions', () => {
  it('ends the others and keeps the one that asks', async () => {
    await using server = await startTestServer();
    const mine = await signIn(server.url, 'ada');
    const other = await signIn(server.url, 'ada');
    const answer = await revoke(server.url, { others: true }, asUser(mine.accessToken));
    expect(answer).toMatchObject({ count: 1 });
    expect(await refresh(server.url, other.refreshToken)).toMatchObject({
      code: 'SESSION_REVOKED',
    });
    expect((await refresh(server.url, mine.refreshToken)).__typename).toBe('Token');
  });

  it('ends one of the own sessions by id, and none of another user', async () => {
    await using server = await startTestServer();
    const ada = await signIn(server.url, 'ada');
    const bob = await signIn(server.url, 'bob');
    const [session] = (await sessionsOf(server.url, bob.accessToken)) ?? [];
    const foreign = await revoke(server.url, { id: session!.id }, asUser(ada.accessToken));
    expect(foreign).toMatchObject({ count: 0 });
    const own = await revoke(server.url, { id: session!.id }, asUser(bob.accessToken));
    expect(own).toMatchObject({ count: 1 });
  });

  it('ends all sessions of any user for a trusted back end, and for nobody else', async () => {
    await using server = await startTestServer();
    const ada = await signIn(server.url, 'ada');
    await signIn(server.url, 'ada');
    const refused = await revoke(server.url, { userId: 'ada' }, asUser(ada.accessToken));
    expect(refused.__typename).toBe('UnauthenticatedError');
    expect(await revoke(server.url, { userId: 'ada' }, asService)).toMatchObject({ count: 2 });
    expect(await refresh(server.url, ada.refreshToken)).toMatchObject({ code: 'SESSION_REVOKED' });
  });

  it('takes exactly one selector, and only a true one', async () => {
    await using server = await startTestServer();
    const { accessToken } = await signIn(server.url);
    const answer = await revoke(server.url, { all: false }, asUser(accessToken));
    expect(answer).toMatchObject({ code: 'INVALID_INPUT', field: ['input', 'all'] });
  });
});
