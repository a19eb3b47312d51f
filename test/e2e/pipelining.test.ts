import { describe, expect, it } from 'vitest';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';
import { refresh, signIn } from '../support/nativeClient.ts';
import { openSocket, readToEnd, sendRaw, statuses } from '../support/rawSocket.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';

/** A refresh as it is sent over the wire, over the face with the shortest bodies. */
function wire(path: string, body: object, headers: readonly string[] = []): string {
  const json = JSON.stringify(body);
  const length = `Content-Length: ${json.length}`;
  const lines = ['Host: x', 'Content-Type: application/json', length, ...headers];
  return `POST ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n${json}`;
}

const native = (refresh_token: string, headers?: readonly string[]) =>
  wire('/session/token/refresh', { refresh_token }, headers);

const refreshTokens = async ({ url }: TestServer, count: number): Promise<string[]> => {
  const users = Array.from({ length: count }, (_, index) => `user-${index}`);
  return (await Promise.all(users.map((user) => signIn(url, user)))).map((it) => it.refreshToken);
};

const refreshesOf = ({ events }: TestServer) =>
  events.filter(({ type }) => type === 'session.refreshed').length;

const newTokens = (raw: string) => [...raw.matchAll(/"refresh_token":"([^"]+)"/g)];

describe('refreshes that are sent without waiting for replies', () => {
  it.each([2, 16, 17, 18, 100])('are executed and all answered: %i of them', async (count) => {
    await using server = await startTestServer();
    const tokens = await refreshTokens(server, count);
    const texts = tokens.map((token, index) =>
      native(token, index === count - 1 ? ['Connection: close'] : []),
    );
    const raw = await sendRaw(server.url, texts.join(''));
    expect(newTokens(raw)).toHaveLength(count);
    expect(refreshesOf(server)).toBe(count);
  });

  it('are left alone behind the one that is answered with the end of the connection', async () => {
    await using server = await startTestServer();
    const tokens = await refreshTokens(server, 3);
    server.server.announceStop();
    const raw = await sendRaw(server.url, tokens.map((token) => native(token)).join(''));
    expect(newTokens(raw)).toHaveLength(1);
    expect(raw).toMatch(/^connection: close\r$/im);
    expect(refreshesOf(server)).toBe(1);
    // What was not answered is safe to send again.
    for (const token of tokens.slice(1)) {
      expect(await refresh(server.url, token)).toMatchObject({ __typename: 'Token' });
    }
  });

  it('are left alone behind a body that is too large to be read', async () => {
    await using server = await startTestServer();
    const tokens = await refreshTokens(server, 1);
    const large = wire('/graphql', { query: 'x'.repeat(17_000) });
    const raw = await sendRaw(server.url, `${large}${native(tokens[0]!)}`);
    expect(statuses(raw)).toEqual([413]);
    expect(refreshesOf(server)).toBe(0);
  });

  it('wait for a reply that hangs, and all but the next are left alone once the server stops', async () => {
    const { promise: asked, resolve: ask } = Promise.withResolvers<() => void>();
    await using upstream = await startFaultServer((socket) =>
      ask(() => socket.write(jsonReply(401, { code: null, error: 'invalid session token' }))),
    );
    const env = { WALLETKIT_TESTNET_URL: upstream.url, WALLETKIT_PROJECT_ID: 'p' };
    await using server = await startTestServer({ env });
    const tokens = await refreshTokens(server, 2);
    const path = '/walletkit/testnet/users/refresh-token';
    const hanging = wire(path, { session_id: 's', refresh_token: 'r' }, [
      'X-WalletKit-Project-ID: p',
    ]);
    const socket = await openSocket(server.url);
    const read = readToEnd(socket);
    socket.write([hanging, ...tokens.map((token) => native(token))].join(''));
    const answer = await asked;
    server.server.announceStop();
    expect(refreshesOf(server)).toBe(0);
    answer();
    const raw = await read;
    expect(statuses(raw)).toEqual([401, 200]);
    expect(newTokens(raw)).toHaveLength(1);
    expect(refreshesOf(server)).toBe(1);
  });
});
