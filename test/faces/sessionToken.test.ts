import { describe, expect, it } from 'vitest';
import { refresh, signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { sendJson } from './faceClients.ts';

const ID = 'b4351ecc-ee1a-4455-bc94-2c3dbcc58538';
const PRODUCTION = {
  NODE_ENV: 'production',
  ROOT_SECRET: 'a root secret of the tests, 0123456789',
  SIGNING_ALG: 'HS256',
  ISSUER_URL: 'https://auth.example',
};
const UUID = /^[0-9a-f-]{36}$/;

describe('POST /session/token/refresh', () => {
  it.each(['', '/api/v4'])(
    'answers the seed’s envelope, in its order, under "%s"',
    async (base) => {
      await using server = await startTestServer();
      const { refreshToken } = await signIn(server.url);
      const { status, headers, body } = await sendJson(
        `${server.url}${base}/session/token/refresh`,
        {
          refresh_token: refreshToken,
        },
      );
      expect(status).toBe(200);
      expect(headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(Object.keys(body)).toEqual(['code', 'data', 'msg']);
      expect(body).toMatchObject({
        code: 0,
        msg: '',
        data: {
          access_expires: '2026-01-31T13:00:00.000Z',
          refresh_expires: '2026-02-14T12:00:00.000Z',
        },
      });
    },
  );

  it.each([
    ['no body', '', 'Parameter error'],
    ['broken JSON', '{"refresh_token":', 'Parameter error'],
    ['an empty object', {}, 'RefreshToken cannot be empty'],
    ['JSON null', 'null', 'RefreshToken cannot be empty'],
    ['an empty token', { refresh_token: '' }, 'RefreshToken cannot be empty'],
    ['a null token', { refresh_token: null }, 'RefreshToken cannot be empty'],
    ['a number', { refresh_token: 1 }, 'JSON marshall error'],
    ['a list', [], 'JSON marshall error'],
    ['a token above the longest', { refresh_token: 'x'.repeat(8193) }, 'Parameter error'],
  ])('answers 40001 to %s, without data and correlation id', async (_title, sent, msg) => {
    await using server = await startTestServer();
    const { status, body } = await sendJson(`${server.url}/session/token/refresh`, sent, {
      'X-Cr-Correlation-Id': ID,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ code: 40001, msg });
  });

  it('adopts the caller’s X-Cr-Correlation-Id when it is a UUID, and makes one otherwise', async () => {
    await using server = await startTestServer();
    const ask = async (id: string) => {
      const { headers, body } = await sendJson(
        `${server.url}/session/token/refresh`,
        { refresh_token: 'unknown' },
        { 'X-Cr-Correlation-Id': id },
      );
      expect(headers.get('x-correlation-id')).toBe(body['correlation_id']);
      return body['correlation_id'];
    };
    expect(await ask(ID)).toBe(ID);
    expect(await ask('not a uuid')).toMatch(UUID);
    expect(server.events).toContainEqual(expect.objectContaining({ correlationId: ID }));
  });

  it('names the refusal in `error` in development only', async () => {
    await using development = await startTestServer();
    await using production = await startTestServer({ env: PRODUCTION });
    const ask = async (url: string) =>
      (await sendJson(`${url}/session/token/refresh`, { refresh_token: 'unknown' })).body;
    expect(await ask(development.url)).toEqual({
      code: 40020,
      msg: 'Failed to issue token pair',
      error: 'TOKEN_INVALID: The refresh token is not valid.',
      correlation_id: expect.stringMatching(UUID),
    });
    expect(await ask(production.url)).toEqual({
      code: 40020,
      msg: 'Failed to issue token pair',
      correlation_id: expect.stringMatching(UUID),
    });
  });

  it('minds neither an Authorization header nor the content type, as clients send what they like', async () => {
    await using server = await startTestServer();
    const { refreshToken, accessToken } = await signIn(server.url);
    for (const authorization of [
      'Bearer expired.or.worse',
      `Bearer ${accessToken}`,
      'Basic eA==',
    ]) {
      const { body } = await sendJson(
        `${server.url}/session/token/refresh`,
        { refresh_token: refreshToken },
        { authorization, 'content-type': 'text/plain' },
      );
      expect(body['code']).toBe(0);
    }
  });

  it('refuses a body above 16 KiB with 413, still in the envelope', async () => {
    await using server = await startTestServer();
    const { status, headers, body } = await sendJson(`${server.url}/session/token/refresh`, {
      refresh_token: 'x'.repeat(17_000),
    });
    expect([status, headers.get('connection')]).toEqual([413, 'close']);
    expect(body).toEqual({ code: 40001, msg: 'Parameter error' });
  });
});

describe('DELETE /session/token', () => {
  it.each(['', '/api/v4'])(
    'ends the session of the token in its body, under "%s"',
    async (base) => {
      await using server = await startTestServer();
      const { refreshToken } = await signIn(server.url);
      const { status, body } = await sendJson(
        `${server.url}${base}/session/token`,
        { refresh_token: refreshToken },
        {},
        'DELETE',
      );
      expect(status).toBe(200);
      expect(body).toEqual({ code: 0, data: '', msg: '' });
      expect(await refresh(server.url, refreshToken)).toMatchObject({ code: 'SESSION_REVOKED' });
    },
  );

  it('takes a token that stands for nothing for signed out already, and wants a token', async () => {
    await using server = await startTestServer();
    const end = async (body: object) =>
      (await sendJson(`${server.url}/session/token`, body, {}, 'DELETE')).body;
    expect(await end({ refresh_token: 'unknown' })).toEqual({ code: 0, data: '', msg: '' });
    expect(await end({})).toEqual({ code: 40001, msg: 'RefreshToken cannot be empty' });
  });
});
