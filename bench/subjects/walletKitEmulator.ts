import { startWalletKitEmulator } from '../../server/sandbox/walletKitEmulator.ts';
import { announce, subjectOptions } from './subject.ts';

// WalletKit's testnet, as the sandbox stands in for it.
const emulator = await startWalletKitEmulator({ now: Date.now });
const projectId = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';
const seeds = Array.from({ length: subjectOptions().seeds }, () => {
  const { id: sessionId, refresh_token: refreshToken } = emulator.createSession({ projectId });
  return { walletKit: { network: 'TESTNET', projectId, sessionId, refreshToken } };
});
announce({ url: emulator.url, seeds });
