import { startWalletKitEmulator } from '../../server/sandbox/walletKitEmulator.ts';
import { manualClock } from '../support/manualClock.ts';
import { startTestServer } from '../support/startTestServer.ts';

export const PROJECT = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';

/** A server whose two WalletKit networks are emulators, with a session on testnet. */
export async function startWithWalletKit(env: Readonly<Record<string, string>> = {}) {
  const stack = new AsyncDisposableStack();
  const clock = manualClock();
  const testnet = stack.use(await startWalletKitEmulator({ now: clock.now }));
  const mainnet = stack.use(await startWalletKitEmulator({ now: clock.now }));
  const server = stack.use(
    await startTestServer({
      clock,
      env: {
        WALLETKIT_PROJECT_ID: PROJECT,
        WALLETKIT_TESTNET_URL: testnet.url,
        WALLETKIT_MAINNET_URL: mainnet.url,
        UPSTREAM_TIMEOUT: '200',
        ...env,
      },
    }),
  );
  const session = testnet.createSession({ projectId: PROJECT, userId: 'user-1' });
  return {
    server,
    url: server.url,
    testnet,
    mainnet,
    session,
    /** The session, as the faces take it. */
    input: { projectId: PROJECT, sessionId: session.id, refreshToken: session.refresh_token },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
}
