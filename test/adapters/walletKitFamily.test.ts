import { describe, expect, it } from 'vitest';
import { createHttp } from '../../adapters/http.ts';
import { createWalletKit, type WalletKitOptions } from '../../adapters/walletKit.ts';
import type { Call } from '../../domain/call.ts';
import type { Selection } from '../../domain/issuer.ts';
import { startWalletKitEmulator } from '../../server/sandbox/walletKitEmulator.ts';
import { jsonReply, startFaultServer } from '../support/faultServer.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const CALL: Call = {
  correlationId: '9f1d3f2a-2f2b-4c57-9f57-0d5f3b0c8a11',
  now: () => NOW,
  accessToken: null,
  serviceKey: null,
  ipAddress: null,
};
const INPUT = { network: 'TESTNET', projectId: 'p1', sessionId: 's1', refreshToken: 'rt' };

function family(options: Partial<WalletKitOptions> = {}) {
  const urls = { testnetUrl: 'http://127.0.0.1:1', mainnetUrl: 'http://127.0.0.1:1' };
  return createWalletKit(
    { ...urls, ...options },
    createHttp({ timeoutMs: 1_000, allowPrivate: true }),
  );
}

function select(input: unknown, options: Partial<WalletKitOptions> = {}) {
  return family(options).select(input);
}

async function startNetworks() {
  const testnet = await startWalletKitEmulator({ now: () => NOW });
  const mainnet = await startWalletKitEmulator({ now: () => NOW });
  const { select } = family({ testnetUrl: testnet.url, mainnetUrl: mainnet.url });
  const refresh = (input: object) => {
    const { issuer, credential } = select(input) as Selection;
    return issuer.refresh(credential, CALL);
  };
  const stop = async () => {
    await Promise.all([testnet.close(), mainnet.close()]);
  };
  return { testnet, mainnet, refresh, [Symbol.asyncDispose]: stop };
}

describe('the walletKit member', () => {
  it('lists both networks as issuers that rotate and cannot revoke', () => {
    const facts = family().issuers.map((issuer) => issuer.facts);
    expect(facts).toMatchObject([
      { id: 'walletkit-testnet', displayName: 'WalletKit testnet', rotates: true, revokes: false },
      { id: 'walletkit-mainnet', displayName: 'WalletKit mainnet', idempotent: false },
    ]);
  });

  it.each([
    ['network', { ...INPUT, network: 'DEVNET' }],
    ['projectId', { ...INPUT, projectId: '' }],
    ['projectId', { ...INPUT, projectId: 'x'.repeat(129) }],
    ['projectId', { ...INPUT, projectId: 'p1\r\nCookie: a=b' }],
    ['sessionId', { ...INPUT, sessionId: undefined }],
    ['sessionId', { ...INPUT, sessionId: 'x'.repeat(16_385) }],
    ['refreshToken', { ...INPUT, refreshToken: '' }],
    ['refreshToken', { ...INPUT, refreshToken: 'rt_CANARY'.repeat(2_000) }],
  ])('refuses a bad %s and repeats nothing of it', (name, input) => {
    const refusal = select(input);
    expect(refusal).toMatchObject({ code: 'INVALID_INPUT', field: ['walletKit', name] });
    expect(JSON.stringify(refusal)).not.toMatch(/CANARY|DEVNET|Cookie/);
  });

  it.each([null, undefined, 'x', 7, []])('refuses %j for the whole member', (input) => {
    expect(select(input)).toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('takes an input without a prototype, as graphql-js makes them', () => {
    const input = Object.assign(Object.create(null), INPUT);
    expect(select(input)).toMatchObject({ credential: { projectId: 'p1', sessionId: 's1' } });
  });

  it('uses the configured project when the input names none', () => {
    const input = { ...INPUT, projectId: null };
    expect(select(input, { projectId: 'p0' })).toMatchObject({ credential: { projectId: 'p0' } });
  });

  const missing = { code: 'INVALID_INPUT', field: ['walletKit', 'projectId'] };
  it.each<[string, Partial<WalletKitOptions>, object]>([
    ['any project where none is configured', {}, { credential: { projectId: 'p1' } }],
    ['no other project than the configured one', { projectId: 'p0' }, missing],
    ['the configured project by name', { projectId: 'p1' }, { credential: { projectId: 'p1' } }],
    [
      'a project of the allow-list',
      { projectId: 'p0', allowedProjectIds: ['p1'] },
      { credential: { projectId: 'p1' } },
    ],
    ['no project that the allow-list lacks', { allowedProjectIds: ['p2'] }, missing],
    ['no project at all with an empty allow-list', { allowedProjectIds: [] }, missing],
  ])('takes %s', (_title, options, expected) => {
    expect(select(INPUT, options)).toMatchObject(expected);
  });

  it('asks for a project id when neither the input nor the configuration has one', () => {
    expect(select({ ...INPUT, projectId: undefined })).toMatchObject(missing);
  });
});

describe('WalletKit on the wire', () => {
  it('gets one POST with the project header in its own casing, and keeps the base path', async () => {
    await using server = await startFaultServer((socket) => socket.write(jsonReply(401, {})));
    const { issuer, credential } = select(INPUT, { testnetUrl: `${server.url}/v1/` }) as Selection;
    await issuer.refresh(credential, CALL);
    const [head, body] = server.requests[0]!.split('\r\n\r\n');
    const [line, ...headers] = head!.split('\r\n');
    expect(line).toBe('POST /v1/users/refresh-token HTTP/1.1');
    expect(headers).toContain('X-WalletKit-Project-ID: p1');
    expect(headers.map((header) => header.split(':')[0]!.toLowerCase()).sort()).toEqual([
      'accept',
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'x-walletkit-project-id',
    ]);
    expect(JSON.parse(body!)).toEqual({ session_id: 's1', refresh_token: 'rt' });
  });

  it('gives the next pair, which refreshes in turn', async () => {
    await using net = await startNetworks();
    const { id, refresh_token } = net.testnet.createSession({ projectId: 'p1', userId: 'u1' });
    const input = { ...INPUT, sessionId: id, refreshToken: refresh_token };
    const grant = await net.refresh(input);
    expect(grant).toMatchObject({
      kind: 'Session',
      id,
      userId: 'u1',
      issuer: { id: 'walletkit-testnet' },
      rotated: true,
      accessTokenExpiresAt: NOW + 300_000,
      refreshTokenExpiresAt: NOW + 30 * 86_400_000,
    });
    const next = net.testnet.currentRefreshToken(id);
    expect(await net.refresh({ ...input, refreshToken: next })).toMatchObject({ rotated: true });
    expect(await net.refresh(input)).toMatchObject({ code: 'TOKEN_INVALID' });
  });

  it('takes a compressed session, although it asked for none', async () => {
    await using net = await startNetworks();
    const { id, refresh_token } = net.testnet.createSession({ projectId: 'p1' });
    net.testnet.fail('gzip');
    const input = { ...INPUT, sessionId: id, refreshToken: refresh_token };
    expect(await net.refresh(input)).toMatchObject({ kind: 'Session', id });
  });

  it.each([
    ['TESTNET', 'testnet', 'mainnet'],
    ['MAINNET', 'mainnet', 'testnet'],
  ] as const)(
    'never shows the credentials of %s to the other network',
    async (network, own, other) => {
      await using net = await startNetworks();
      const { id, refresh_token } = net[own].createSession({ projectId: 'p1' });
      for (const failure of [null, '401', '503', 'redirect', 'reset-before-reply'] as const) {
        if (failure !== null) net[own].fail(failure);
        await net.refresh({ ...INPUT, network, sessionId: id, refreshToken: refresh_token });
      }
      expect([net[own].calls(id), net[other].calls()]).toEqual([5, 0]);
    },
  );

  it('says in one fixed sentence that it cannot revoke, and asks nobody', async () => {
    const { issuer, credential } = select(INPUT) as Selection;
    expect(await issuer.revoke(credential, CALL)).toMatchObject({
      code: 'ISSUER_REJECTED',
      message: 'WalletKit testnet has no revocation endpoint.',
      upstreamStatus: null,
    });
  });
});
