import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startFaultServer } from '../support/faultServer.ts';
import { post } from '../support/graphqlClient.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { gather, refreshAll, tally } from './crowd.ts';

const CROWD = 500;

async function readiness(url: string, agent: Agent): Promise<number> {
  const [response] = await once(request(`${url}/ready`, { agent }).end(), 'response');
  response.resume();
  await once(response, 'end');
  return response.statusCode;
}

describe('a program that is told to end', () => {
  it('says so to its load balancer first, answers what is in flight, and is gone in 10 s', async () => {
    await using dir = await tempDir();
    const env = {
      SERVICE_KEY,
      ISSUER_URL: 'http://127.0.0.1:4000',
      RATE_LIMITS: 'off',
      LOG_LEVEL: 'silent',
    };
    await using program = await startProgram([], env, dir.path);
    const members = await gather(program.url, CROWD);
    const agent = new Agent({ keepAlive: true });
    expect(await readiness(program.url, agent)).toBe(200);
    const begun = Promise.withResolvers<void>();
    const inFlight = refreshAll(program.url, members, begun.resolve, CROWD);
    await begun.promise;
    const startedAt = performance.now();
    const stopped = program.stop('SIGTERM');
    await expect.poll(() => readiness(program.url, agent), { interval: 20 }).toBe(503);
    await inFlight;
    expect(tally(members)).toEqual({ OK: CROWD });
    expect(await stopped).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    agent.destroy();
    await using again = await startProgram([], env, dir.path);
    await refreshAll(again.url, members);
    expect(tally(members)).toEqual({ OK: CROWD });
  }, 60_000);

  it('is gone in 10 s also where an upstream hangs, and says what it does not know', async () => {
    await using dir = await tempDir();
    const asked = Promise.withResolvers<void>();
    await using upstream = await startFaultServer(() => asked.resolve());
    const env = {
      WALLETKIT_TESTNET_URL: upstream.url,
      WALLETKIT_PROJECT_ID: 'p',
      UPSTREAM_TIMEOUT: '600000',
    };
    await using program = await startProgram([], env, dir.path);
    const query = `mutation { refreshToken(input: { walletKit: { network: TESTNET, sessionId: "s", refreshToken: "rt" } }) {
      ... on RefreshError { code } } }`;
    const answer = post(program.url, { query }).then((response) => response.json());
    await asked.promise;
    const startedAt = performance.now();
    expect(await program.stop('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(await answer).toEqual({ data: { refreshToken: { code: 'OUTCOME_UNKNOWN' } } });
  });
});
