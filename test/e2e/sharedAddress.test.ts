import { expect, it } from 'vitest';
import { startWalletKitEmulator } from '../../server/sandbox/walletKitEmulator.ts';
import { RefreshToken } from '../documents/refreshToken.ts';
import { request } from '../support/graphqlClient.ts';
import { manualClock } from '../support/manualClock.ts';
import { startTestServer } from '../support/startTestServer.ts';

const projectId = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';

it('a good WalletKit session keeps refreshing at the address of somebody who guesses, who is cut off', async () => {
  const clock = manualClock();
  await using testnet = await startWalletKitEmulator({ now: clock.now });
  await using server = await startTestServer({
    clock,
    env: { WALLETKIT_PROJECT_ID: projectId, WALLETKIT_TESTNET_URL: testnet.url },
  });
  const refresh = async (sessionId: string, refreshToken: string) => {
    const walletKit = { network: 'TESTNET' as const, sessionId, refreshToken };
    return (await request(server.url, RefreshToken, { input: { walletKit } })).refreshToken;
  };
  const session = testnet.createSession({ projectId, userId: 'user-1' });
  let token = session.refresh_token;
  const next = async () => {
    const result = await refresh(session.id, token);
    if (result.__typename !== 'Session') throw new Error(JSON.stringify(result));
    token = result.refreshToken;
  };
  await next();
  const answers = [];
  for (let n = 0; n < 70; n += 1) {
    const result = await refresh(session.id, `guess-${n}-0123456789abcdef`);
    answers.push('code' in result ? result.code : result.__typename);
    if (n % 10 === 0) await next();
  }
  expect(new Set(answers.slice(0, 30))).toEqual(new Set(['TOKEN_INVALID']));
  expect(new Set(answers.slice(30))).toEqual(new Set(['RATE_LIMITED']));
  await next();
});
