import { describe, expect, it } from 'vitest';
import { sendJson } from './faceClients.ts';
import { PROJECT, startWithWalletKit } from './startWithWalletKit.ts';

const PATH = '/walletkit/testnet/users/refresh-token';
const asProject = { 'X-WalletKit-Project-ID': PROJECT };

describe('POST /walletkit/{network}/users/refresh-token', () => {
  it('answers WalletKit’s Session, and refreshes again with what it gave', async () => {
    await using world = await startWithWalletKit();
    let { refresh_token } = world.session;
    for (let round = 0; round < 2; round += 1) {
      const { status, headers, body } = await sendJson(
        `${world.url}${PATH}`,
        { session_id: world.session.id, refresh_token },
        asProject,
      );
      expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(body).toEqual({
        id: world.session.id,
        created_at: '2026-01-31T12:00:00.000Z',
        project_id: PROJECT,
        user_id: 'user-1',
        access_token: expect.stringMatching(/^wka_/),
        access_token_expires_at: '2026-01-31T12:05:00.000Z',
        refresh_token: world.testnet.currentRefreshToken(world.session.id),
        refresh_token_expires_at: '2026-03-02T12:00:00.000Z',
      });
      refresh_token = body['refresh_token'] as string;
    }
  });

  it('keeps the networks apart', async () => {
    await using world = await startWithWalletKit();
    const { id: session_id, refresh_token } = world.session;
    const { status } = await sendJson(
      `${world.url}/walletkit/mainnet/users/refresh-token`,
      { session_id, refresh_token },
      asProject,
    );
    expect(status).toBe(401);
    expect([world.testnet.calls(), world.mainnet.calls()]).toEqual([0, 1]);
  });

  it.each([
    ['without the project', {}, undefined],
    ['of another project', { 'X-WalletKit-Project-ID': 'another' }, undefined],
    ['that is no JSON', asProject, '{"session_id":'],
    ['that is not declared as JSON', { ...asProject, 'content-type': 'text/plain' }, undefined],
    ['without a session', asProject, '{"refresh_token":"r"}'],
    ['with a token of another type', asProject, '{"session_id":"s","refresh_token":1}'],
  ])('refuses a request %s with 400, and asks nobody', async (_title, headers, text) => {
    await using world = await startWithWalletKit();
    const { id: session_id, refresh_token } = world.session;
    const body = text ?? { session_id, refresh_token };
    const answer = await sendJson(`${world.url}${PATH}`, body, headers);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual({ code: 'invalid_input', error: expect.any(String) });
    expect(JSON.stringify(answer.body)).not.toContain(refresh_token);
    expect(world.testnet.calls()).toBe(0);
  });

  it('refuses a body above 16 KiB with 413, still as an ErrorResponse', async () => {
    await using world = await startWithWalletKit();
    const { status, body } = await sendJson(`${world.url}${PATH}`, 'x'.repeat(17_000), asProject);
    expect(status).toBe(413);
    expect(body).toEqual({ code: 'invalid_input', error: 'The body is too large.' });
  });

  it('neither needs nor minds an Authorization header, and never forwards it', async () => {
    await using world = await startWithWalletKit();
    const { id: session_id, refresh_token } = world.session;
    const headers = { ...asProject, authorization: 'Bearer wrong' };
    const answer = await sendJson(`${world.url}${PATH}`, { session_id, refresh_token }, headers);
    expect(answer.status).toBe(200);
  });
});
