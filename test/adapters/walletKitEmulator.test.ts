import { describe, expect, it } from 'vitest';
import { createWalletKitDemo, WALLETKIT_DEMO } from '../../server/sandbox/walletKitDemo.ts';
import { startWalletKitEmulator } from '../../server/sandbox/walletKitEmulator.ts';
import {
  WALLETKIT_FAILURES,
  type WalletKitFailureName,
} from '../../server/sandbox/walletKitFailures.ts';

const START = Date.parse('2026-01-02T03:04:05Z');

async function start() {
  let now = START;
  const emulator = await startWalletKitEmulator({ now: () => now });
  const session = emulator.createSession({ projectId: 'p1', userId: 'u1' });
  return {
    emulator,
    session,
    later: (ms: number) => {
      now += ms;
    },
    post: (options: Options = {}) => post(emulator.url, session, options),
    [Symbol.asyncDispose]: emulator.close,
  };
}

interface Options {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

function post(url: string, session: { id: string; refresh_token: string }, options: Options) {
  const { path = '/users/refresh-token', method = 'POST', signal = null } = options;
  const headers = {
    'content-type': 'application/json',
    'x-walletkit-project-id': 'p1',
    ...options.headers,
  };
  const body = options.body ?? { session_id: session.id, refresh_token: session.refresh_token };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return fetch(url + path, {
    method,
    headers,
    body: method === 'GET' ? null : text,
    redirect: 'manual',
    signal,
  });
}

describe('the WalletKit emulator', () => {
  it('answers a refresh with the eight fields of a session and a new pair', async () => {
    await using wk = await start();
    const reply = await wk.post();
    const session = (await reply.json()) as Record<string, string>;
    expect(reply.status).toBe(200);
    expect(Object.keys(session).sort()).toEqual(Object.keys(wk.session).sort());
    expect(session).toMatchObject({
      id: wk.session.id,
      project_id: 'p1',
      user_id: 'u1',
      access_token_expires_at: '2026-01-02T03:09:05Z',
      refresh_token_expires_at: '2026-02-01T03:04:05Z',
    });
    expect(session['refresh_token']).not.toBe(wk.session.refresh_token);
    expect(session['refresh_token']).toBe(wk.emulator.currentRefreshToken(wk.session.id));
  });

  it('takes each refresh token once', async () => {
    await using wk = await start();
    const statuses = await Promise.all([wk.post(), wk.post(), wk.post()]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
  });

  it('takes a refresh token for 30 days', async () => {
    await using wk = await start();
    wk.later(30 * 86_400_000);
    expect((await wk.post()).status).toBe(401);
  });

  const token = 'wkr_x';
  it.each<[string, number, Options]>([
    ['another path', 404, { path: '/users/refresh-token/' }],
    ['another method', 404, { method: 'GET' }],
    ['no project', 400, { headers: { 'x-walletkit-project-id': '' } }],
    ['another project', 403, { headers: { 'x-walletkit-project-id': 'p2' } }],
    ['a form', 400, { headers: { 'content-type': 'application/x-www-form-urlencoded' } }],
    ['a body that is not JSON', 400, { body: '{' }],
    ['a body that is not an object', 400, { body: 'null' }],
    ['no session id', 400, { body: { refresh_token: token } }],
    ['no refresh token', 400, { body: { session_id: 's' } }],
    ['an empty refresh token', 400, { body: { session_id: 's', refresh_token: '' } }],
    ['a refresh token that is not a string', 400, { body: { session_id: 's', refresh_token: 1 } }],
    ['an unknown session', 401, { body: { session_id: 's', refresh_token: token } }],
  ])('refuses %s with %i, spending nothing', async (_title, status, options) => {
    await using wk = await start();
    const reply = await wk.post(options);
    expect(reply.status).toBe(status);
    expect(await reply.json()).toEqual({ code: null, error: expect.any(String) });
    expect((await wk.post()).status).toBe(200);
  });

  it('counts the calls that it received, by session and in all', async () => {
    await using wk = await start();
    await wk.post();
    await wk.post({ body: '{' });
    expect([wk.emulator.calls(wk.session.id), wk.emulator.calls()]).toEqual([1, 2]);
  });

  it('keeps a well-known session on each network', async () => {
    await using wk = await start();
    const refresh_token = createWalletKitDemo(wk.emulator, 'MAINNET');
    const { id, projectId } = WALLETKIT_DEMO.MAINNET;
    const headers = { 'x-walletkit-project-id': projectId };
    const reply = await wk.post({ headers, body: { session_id: id, refresh_token } });
    expect(await reply.json()).toMatchObject({ id, user_id: WALLETKIT_DEMO.MAINNET.userId });
  });

  it('holds its answers back until it is told to give them', async () => {
    await using wk = await start();
    const release = wk.emulator.hold();
    const hangUp = new AbortController();
    const held = wk.post();
    const abandoned = wk.post({ signal: hangUp.signal });
    hangUp.abort();
    await expect(abandoned).rejects.toThrow('aborted');
    release();
    expect([200, 401]).toContain((await held).status);
  });

  it('closes although an answer is held back', async () => {
    const wk = await start();
    wk.emulator.hold();
    const held = expect(wk.post()).rejects.toThrow('fetch failed');
    while (wk.emulator.calls() === 0) await new Promise((resolve) => setImmediate(resolve));
    await wk.emulator.close();
    await held;
  });
});

describe('a failure of the emulator', () => {
  const names = Object.keys(WALLETKIT_FAILURES) as WalletKitFailureName[];

  it.each(names.filter((name) => /^\d/.test(name)))('answers %s with that status', async (name) => {
    await using wk = await start();
    wk.emulator.fail(name);
    expect((await wk.post()).status).toBe(Number(name.slice(0, 3)));
  });

  it.each<[WalletKitFailureName, boolean]>([
    ['reset-before-reply', false],
    ['reset-after-commit', true],
    ['reset-within-reply', true],
    ['gzip', true],
    ['oversize', false],
  ])('spends the token by %s: %s', async (name, spends) => {
    await using wk = await start();
    wk.emulator.fail(name);
    const reply = wk.post().then((response) => response.text());
    if (name.startsWith('reset')) await expect(reply).rejects.toThrow();
    else await reply;
    const current = wk.emulator.currentRefreshToken(wk.session.id);
    expect(current !== wk.session.refresh_token).toBe(spends);
  });

  it('lasts as often as it is told, or until it is told to recover', async () => {
    await using wk = await start();
    wk.emulator.fail('503', 2);
    expect([await status(wk.post()), await status(wk.post())]).toEqual([503, 503]);
    expect(await status(wk.post())).toBe(200);
    wk.emulator.fail('500');
    expect(await status(wk.post())).toBe(500);
    wk.emulator.recover();
    expect(await status(wk.post())).toBe(401);
  });

  it('says when to come back only where it is told to', async () => {
    await using wk = await start();
    wk.emulator.fail('429-retry-after', 1);
    expect((await wk.post()).headers.get('retry-after')).toBe('7');
    wk.emulator.fail('429');
    expect((await wk.post()).headers.get('retry-after')).toBeNull();
  });
});

async function status(reply: Promise<Response>): Promise<number> {
  return (await reply).status;
}
