import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { refresh, signIn } from '../support/nativeClient.ts';
import { sendForm, sendJson } from './faceClients.ts';
import { basic, DIGEST, HASHED_SECRET, SECRET, startOAuth2 } from './startOAuth2.ts';

/** RFC 9110 section 15.5.2: a 401 has one. */
const CHALLENGE = 'Basic realm="RefreshQL", charset="UTF-8"';

const grant = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });

describe('POST /oauth2/token', () => {
  it('gives a new pair that no cache may keep', async () => {
    await using server = await startOAuth2();
    const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read', 'write'] });
    const { status, headers, body } = await sendForm(
      `${server.url}/oauth2/token`,
      grant(refreshToken),
    );
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
    expect(body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 3600,
      refresh_token: expect.any(String),
      refresh_token_expires_in: 1_209_600,
      scope: 'read write',
    });
  });

  it('narrows the access token to the scope asked for, and keeps the scope of the session', async () => {
    await using server = await startOAuth2();
    const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read', 'write'] });
    const narrow = { ...grant(refreshToken), scope: 'read' };
    const { body } = await sendForm(`${server.url}/oauth2/token`, narrow);
    expect(body['scope']).toBe('read');
    expect(decodeJwt(body['access_token'] as string)['scope']).toBe('read');
    const again = grant(body['refresh_token'] as string);
    expect((await sendForm(`${server.url}/oauth2/token`, again)).body['scope']).toBe('read write');
  });

  it.each(['read admin', 'admin', 'read  write', 'read "'])(
    'refuses the scope "%s" as invalid_scope, and spends nothing',
    async (scope) => {
      await using server = await startOAuth2();
      const { refreshToken } = await signIn(server.url, 'ada', { scope: ['read', 'write'] });
      const wide = { ...grant(refreshToken), scope };
      const { status, body } = await sendForm(`${server.url}/oauth2/token`, wide);
      expect([status, body['error']]).toEqual([400, 'invalid_scope']);
      expect(server.events.map(({ type }) => type)).not.toContain('session.refreshed');
      expect(await refresh(server.url, refreshToken)).toMatchObject({ __typename: 'Token' });
    },
  );

  it('refuses any scope of a session that has none', async () => {
    await using server = await startOAuth2();
    const { refreshToken } = await signIn(server.url);
    const wide = { ...grant(refreshToken), scope: 'read' };
    const { body } = await sendForm(`${server.url}/oauth2/token`, wide);
    expect(body['error']).toBe('invalid_scope');
  });

  it('takes a scope that it refuses for no guess, however many sessions ask', async () => {
    await using server = await startOAuth2({ RATE_LIMITS: '{"perAddress":2}' });
    for (let n = 0; n < 5; n += 1) {
      const { refreshToken } = await signIn(server.url);
      const wide = { ...grant(refreshToken), scope: 'read' };
      const { body } = await sendForm(`${server.url}/oauth2/token`, wide);
      expect(body['error']).toBe('invalid_scope');
    }
    expect(server.events.map(({ type }) => type)).not.toContain('limit.reached');
  });

  it.each([
    ['no grant type', [['refresh_token', 'r']], 'invalid_request'],
    ['an empty grant type', [['grant_type', '']], 'invalid_request'],
    ['no refresh token', [['grant_type', 'refresh_token']], 'invalid_request'],
    ['another grant type', [['grant_type', 'password']], 'unsupported_grant_type'],
    [
      'a repeated parameter',
      [
        ['grant_type', 'refresh_token'],
        ['refresh_token', 'r'],
        ['refresh_token', 'r'],
      ],
      'invalid_request',
    ],
  ] as const)('refuses %s', async (_title, fields, error) => {
    await using server = await startOAuth2();
    const { status, body } = await sendForm(`${server.url}/oauth2/token`, fields);
    expect(status).toBe(400);
    expect(body).toEqual({ error, error_description: expect.any(String) });
  });

  it.each<[string, [string, string][]]>([
    [
      'two resources (RFC 8707), which it does not know',
      [
        ['resource', 'a'],
        ['resource', 'b'],
      ],
    ],
    [
      'parameters without a value, which count as left out',
      [
        ['scope', ''],
        ['scope', ''],
      ],
    ],
    ['one without a value beside one with it', [['refresh_token', '']]],
    [
      'what is for another endpoint',
      [
        ['token', 'a'],
        ['token', 'b'],
      ],
    ],
  ])('allows %s', async (_title, more) => {
    await using server = await startOAuth2();
    const { refreshToken } = await signIn(server.url);
    const fields = [...Object.entries(grant(refreshToken)), ...more];
    expect((await sendForm(`${server.url}/oauth2/token`, fields)).status).toBe(200);
  });

  it('refuses what is not a form, and what is too long', async () => {
    await using server = await startOAuth2();
    const json = await sendJson(`${server.url}/oauth2/token`, grant('r'));
    expect([json.status, json.body['error']]).toEqual([400, 'invalid_request']);
    const long = await sendForm(`${server.url}/oauth2/token`, grant('x'.repeat(17_000)));
    expect([long.status, long.body['error']]).toEqual([413, 'invalid_request']);
  });
});

describe('client authentication', () => {
  const as = {
    'a public client by its id': [{}, { client_id: 'spa' }],
    'nobody, where a public client is configured': [{}, {}],
    'a confidential client by HTTP Basic': [basic('backend', SECRET), {}],
    'a confidential client by the form': [{}, { client_id: 'backend', client_secret: SECRET }],
    'a client configured by its digest': [basic('hashed', HASHED_SECRET), {}],
    'a caller with an unrelated bearer token': [{ authorization: 'Bearer x' }, {}],
  } satisfies Record<string, [Record<string, string>, Record<string, string>]>;

  it.each(Object.entries(as))('lets %s in', async (_title, [headers, fields]) => {
    await using server = await startOAuth2();
    const { refreshToken } = await signIn(server.url);
    const form = { ...grant(refreshToken), ...fields };
    expect((await sendForm(`${server.url}/oauth2/token`, form, headers)).status).toBe(200);
  });

  const not = {
    'an unknown client': [{}, { client_id: 'nobody' }],
    'a confidential client without its secret': [{}, { client_id: 'backend' }],
    'a wrong secret by HTTP Basic': [basic('backend', 'wrong'), {}],
    'a wrong secret by the form': [{}, { client_id: 'backend', client_secret: 'wrong' }],
    'a digest in place of its secret': [basic('hashed', DIGEST), {}],
    'a public client with a secret': [basic('spa', 'anything'), {}],
    'one client by HTTP Basic and another by the form': [
      basic('backend', SECRET),
      { client_id: 'spa' },
    ],
    'broken HTTP Basic': [{ authorization: 'Basic %%%' }, {}],
    'a secret without an id': [{}, { client_secret: SECRET }],
  } satisfies Record<string, [Record<string, string>, Record<string, string>]>;

  it.each(Object.entries(not))(
    'keeps %s out, and spends nothing',
    async (_title, [headers, fields]) => {
      await using server = await startOAuth2();
      const { refreshToken } = await signIn(server.url);
      const form = { ...grant(refreshToken), ...fields };
      const answer = await sendForm(`${server.url}/oauth2/token`, form, headers);
      expect([answer.status, answer.body['error']]).toEqual([401, 'invalid_client']);
      expect(answer.headers.get('www-authenticate')).toBe(CHALLENGE);
      expect(server.events.map(({ type }) => type)).not.toContain('token.refresh');
    },
  );

  it.each([
    ['an unknown client', {}, { client_id: 'nobody' }, 400],
    ['a secret by the form', {}, { client_id: 'spa', client_secret: 'anything' }, 400],
    ['a secret by HTTP Basic', basic('spa', 'anything'), {}, 401],
  ])('challenges only who tried HTTP Basic where all are public: %s', async (...given) => {
    const [, headers, fields, status] = given;
    await using server = await startOAuth2({ OAUTH2_CLIENTS: '{"spa":{}}' });
    const form = { ...grant('r'), ...fields };
    const answer = await sendForm(`${server.url}/oauth2/token`, form, headers);
    expect([answer.status, answer.body['error']]).toEqual([status, 'invalid_client']);
    expect(answer.headers.get('www-authenticate')).toBe(status === 401 ? CHALLENGE : null);
  });

  it('refuses two methods at once as a wrong request', async () => {
    await using server = await startOAuth2();
    const form = { ...grant('r'), client_secret: SECRET };
    const { status, body } = await sendForm(
      `${server.url}/oauth2/token`,
      form,
      basic('backend', SECRET),
    );
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
  });

  it('lets nobody in unnamed where every client is confidential', async () => {
    const OAUTH2_CLIENTS = JSON.stringify({ backend: { clientSecret: SECRET } });
    await using server = await startOAuth2({ OAUTH2_CLIENTS });
    const { status } = await sendForm(`${server.url}/oauth2/token`, grant('r'));
    expect(status).toBe(401);
  });

  it('counts guesses of clients too where no secret is configured', async () => {
    const env = { OAUTH2_CLIENTS: '{"spa":{}}', RATE_LIMITS: '{"perAddress":2}' };
    await using server = await startOAuth2(env);
    const ask = async () => {
      const form = { ...grant('r'), client_id: 'nobody' };
      return (await sendForm(`${server.url}/oauth2/token`, form)).status;
    };
    expect([await ask(), await ask(), await ask()]).toEqual([400, 400, 429]);
  });

  it('answers 429 to an address that guesses secrets, and still lets the right one in', async () => {
    await using server = await startOAuth2({ RATE_LIMITS: '{"perAddress":2}' });
    const { refreshToken } = await signIn(server.url);
    const ask = (secret: string) =>
      sendForm(`${server.url}/oauth2/token`, grant(refreshToken), basic('backend', secret));
    await ask('wrong');
    await ask('wrong');
    const limited = await ask('wrong');
    expect([limited.status, limited.body['error']]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(SECRET)).status).toBe(200);
  });
});
