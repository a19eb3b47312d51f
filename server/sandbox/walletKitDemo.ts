import type { WalletKitEmulator } from './walletKitEmulator.ts';

const PROJECT_ID = 'e40e8b79-79c8-4baf-b153-9fcf4ca26780';
const USER_ID = '58c9095e-24db-43eb-b49d-b78f72573a29';

/** The well-known session that the sandbox keeps on each network. */
export const WALLETKIT_DEMO = {
  TESTNET: { id: '5884bd1d-ecb3-41ea-bcc7-e9e3d229618f', projectId: PROJECT_ID, userId: USER_ID },
  MAINNET: { id: 'b7c1f5a2-6f0e-4b7a-9d35-2f6f0a1c8e44', projectId: PROJECT_ID, userId: USER_ID },
} as const;

/** Starts the demo session of a network and gives its first refresh token. */
export function createWalletKitDemo(
  emulator: WalletKitEmulator,
  network: keyof typeof WALLETKIT_DEMO,
): string {
  return emulator.createSession(WALLETKIT_DEMO[network]).refresh_token;
}
