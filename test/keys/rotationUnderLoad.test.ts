import { createRemoteJWKSet, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isRefreshError } from '../../domain/refreshError.ts';
import { secret } from '../../domain/secret.ts';
import { ISSUER_URL, T0 } from '../issuer/issuerFixture.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { ACCESS_TTL, keyDir } from './keyDir.ts';

const STEP = 15_000;
const clock = {
  now: () => Date.now(),
  advance: (ms: number) => void vi.setSystemTime(Date.now() + ms),
};

// Only the date: sockets need their timers, and jose's caches go by the date.
beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'], now: T0 }));
afterEach(() => void vi.useRealTimers());

/** Two servers over one data directory, and clients that cache the keys of either as jose does. */
async function deployment(dataDir: string) {
  const start = () => startTestServer({ dataDir, clock, env: { ISSUER_URL } });
  const servers = [await start(), await start()] as const;
  const client = (index: number, options: object) => {
    const url = new URL(`${servers[index % 2]!.url}/.well-known/jwks.json`);
    return createRemoteJWKSet(url, options);
  };
  return {
    servers,
    /** As it ships: keys are cached for 10 minutes, and fetched earlier for an unknown `kid`. */
    usual: [0, 1, 2, 3].map((index) => client(index, {})),
    /** Keys are fetched every 10 minutes and never earlier, as gateways do. */
    strict: [0, 1].map((index) => client(index, { cooldownDuration: 600_000 })),
    async [Symbol.asyncDispose]() {
      for (const server of servers) await server[Symbol.asyncDispose]();
    },
  };
}

type Deployment = Awaited<ReturnType<typeof deployment>>;
interface Held {
  readonly token: string;
  readonly expiresAt: number;
}

/** Refreshes a session at one server and gives the new access token. */
async function refresh(it: Deployment, index: number, token: string) {
  const call = {
    correlationId: '7f0e62a8-4b6c-4d0e-9a39-3f1d2f6f2b11',
    now: clock.now,
    accessToken: null,
    serviceKey: null,
    ipAddress: null,
  };
  const { native } = it.servers[index % 2]!.server.app;
  const grant = await native.refresh({ refreshToken: secret(token) }, call);
  if (isRefreshError(grant)) throw new Error(grant.code);
  return grant;
}

async function failures(clients: Deployment['usual'], tokens: readonly Held[]): Promise<number> {
  const checks = clients.flatMap((keys) =>
    tokens.map(({ token }) =>
      jwtVerify(token, keys, { issuer: ISSUER_URL, audience: ISSUER_URL, typ: 'at+jwt' }).then(
        () => 0,
        () => 1,
      ),
    ),
  );
  return (await Promise.all(checks)).reduce<number>((sum, it) => sum + it, 0);
}

/** Lets time pass in steps while sessions refresh and clients verify; how many verifications failed. */
async function run(it: Deployment, seconds: number, at: (step: number) => Promise<void>) {
  const session = { userId: 'ada', scope: null, audience: [], userAgent: null, ipAddress: null };
  const call = {
    correlationId: 'c',
    now: clock.now,
    accessToken: null,
    serviceKey: null,
    ipAddress: null,
  };
  const held: Held[] = [];
  const tokens: string[] = [];
  for (let index = 0; index < 4; index += 1) {
    const grant = await it.servers[0].server.app.native.issue(session, call);
    if (isRefreshError(grant)) throw new Error(grant.code);
    tokens.push(grant.refreshToken.reveal());
  }
  const failed = { usual: 0, strict: 0, verified: 0 };
  for (let step = 0; step * STEP < seconds * 1000; step += 1) {
    await at(step);
    // Each server looks for new keys in its own rhythm.
    await it.servers[step % 2]!.server.app.reloadKeys();
    const grants = await Promise.all(
      tokens.map((token, index) => refresh(it, step + index, token)),
    );
    for (const [index, grant] of grants.entries()) {
      tokens[index] = grant.refreshToken.reveal();
      held.push({ token: grant.accessToken.reveal(), expiresAt: grant.accessTokenExpiresAt });
    }
    while (held[0]!.expiresAt <= clock.now()) held.shift();
    const sample = [held[0]!, held[Math.floor(held.length / 2)]!, ...held.slice(-2)];
    failed.usual += await failures(it.usual, sample);
    failed.strict += await failures(it.strict, sample);
    failed.verified += sample.length * (it.usual.length + it.strict.length);
    clock.advance(STEP);
  }
  return failed;
}

describe('a rotation of the signing keys under load', () => {
  it('fails no verification by clients that cache the keys, from next over active to retired', async () => {
    await using dir = await keyDir();
    await using it = await deployment(dir.path);
    const kids = new Set<string>();
    const failed = await run(it, 900 + ACCESS_TTL + 1800, async (step) => {
      if (step === 8) await dir.rotateSigning(clock.now());
      for (const key of it.servers[0].server.app.native.jwks(clock.now()).keys) kids.add(key.kid!);
    });
    expect(failed).toMatchObject({ usual: 0, strict: 0 });
    expect(failed.verified).toBeGreaterThan(8000);
    expect(kids.size).toBe(2);
    expect(it.servers[0].server.app.native.jwks(clock.now()).keys).toHaveLength(1);
  }, 60_000);

  it('would fail some if a key signed as soon as it is there', async () => {
    await using dir = await keyDir();
    await using it = await deployment(dir.path);
    const failed = await run(it, 600, async (step) => {
      if (step === 8) await dir.rotateSigning(clock.now(), 0);
    });
    expect(failed.strict).toBeGreaterThan(0);
  }, 60_000);

  it('leaves a retired key only as long as its last token lives', async () => {
    await using dir = await keyDir();
    await using it = await deployment(dir.path);
    const { native } = it.servers[0].server.app;
    const [first] = native.jwks(clock.now()).keys;
    await dir.rotateSigning(clock.now());
    for (const { server } of it.servers) await server.app.reloadKeys();
    const listed = () => native.jwks(clock.now()).keys.some(({ kid }) => kid === first?.kid);
    clock.advance((900 + ACCESS_TTL) * 1000);
    expect(listed()).toBe(true);
    clock.advance(3_600_000);
    expect(listed()).toBe(false);
  });
});
