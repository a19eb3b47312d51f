import { describe, expect, it } from 'vitest';
import { WalletKitClient } from 'walletkit-js';
import { PROJECT, startWithWalletKit } from './startWithWalletKit.ts';

/** What WalletKit's SDK keeps its session in. */
function memory(initial: Readonly<Record<string, string>>) {
  const values = new Map(Object.entries(initial));
  return {
    get: (name: string) => values.get(name),
    set: (name: string, value: string) => void values.set(name, value),
    delete: (name: string) => void values.delete(name),
  };
}

describe('WalletKit’s own SDK, with nothing changed but its base address', () => {
  it('refreshes a session through us, with its dates read', async () => {
    await using world = await startWithWalletKit();
    const { id: sessionId, refresh_token: refreshToken } = world.session;
    const client = new WalletKitClient({
      projectId: PROJECT,
      environment: `${world.url}/walletkit/testnet`,
    });
    const reply = await client.users.refreshToken({ sessionId, refreshToken });
    expect(reply).toMatchObject({
      ok: true,
      body: {
        id: sessionId,
        projectId: PROJECT,
        userId: 'user-1',
        refreshToken: world.testnet.currentRefreshToken(sessionId),
        accessTokenExpiresAt: new Date('2026-01-31T12:05:00Z'),
      },
    });
  });

  it('understands a refusal as its own 401', async () => {
    await using world = await startWithWalletKit();
    const { id: sessionId } = world.session;
    const environment = `${world.url}/walletkit/testnet`;
    const client = new WalletKitClient({ projectId: PROJECT, environment });
    const reply = await client.users.refreshToken({ sessionId, refreshToken: 'spent' });
    expect(reply).toMatchObject({
      ok: false,
      error: {
        statusCode: 401,
        content: { code: 'token_invalid', error: 'The refresh token is not valid.' },
      },
    });
  });

  it('refreshes by itself when it has no access token left, and stores what it got', async () => {
    await using world = await startWithWalletKit();
    const { id, refresh_token } = world.session;
    const store = memory({ 'wk-session-id': id, 'wk-refresh-token': refresh_token });
    const environment = `${world.url}/walletkit/testnet`;
    const client = new WalletKitClient({ projectId: PROJECT, environment, store });
    expect(await client.isAuthenticated()).toBe(true);
    expect(store.get('wk-refresh-token')).toBe(world.testnet.currentRefreshToken(id));
    expect(store.get('wk-access-token')).toMatch(/^wka_/);
  });

  it('asks WalletKit once for ten refreshes at once, and heals a reply that was lost', async () => {
    await using world = await startWithWalletKit();
    const { id: sessionId, refresh_token: refreshToken } = world.session;
    const environment = `${world.url}/walletkit/testnet`;
    const refresh = () =>
      new WalletKitClient({ projectId: PROJECT, environment }).users.refreshToken({
        sessionId,
        refreshToken,
      });
    const replies = [...(await Promise.all(Array.from({ length: 10 }, refresh))), await refresh()];
    const tokens = replies.map((reply) => (reply.ok ? reply.body.refreshToken : reply.error));
    expect(new Set(tokens)).toEqual(new Set([world.testnet.currentRefreshToken(sessionId)]));
    expect(world.testnet.calls()).toBe(1);
  });
});
