import { secret } from '../../domain/secret.ts';
import type { Config } from '../config.ts';
import type { WalletKitExamples } from '../demo.ts';
import { createWalletKitDemo, WALLETKIT_DEMO } from './walletKitDemo.ts';
import { startWalletKitEmulator, type WalletKitEmulator } from './walletKitEmulator.ts';

/** Both WalletKit networks on this machine, and a configuration that points at them. */
export interface Sandbox extends AsyncDisposable {
  readonly config: Config;
  readonly networks: Readonly<Record<'TESTNET' | 'MAINNET', WalletKitEmulator>>;
  /** The demo sessions as they stand, for the playground. */
  readonly examples: () => WalletKitExamples;
}

/** Starts an emulator for each network, each with its demo session. */
export async function startSandbox(config: Config, now: () => number): Promise<Sandbox> {
  const networks = {
    TESTNET: await startWalletKitEmulator({ now }),
    MAINNET: await startWalletKitEmulator({ now }),
  };
  createWalletKitDemo(networks.TESTNET, 'TESTNET');
  createWalletKitDemo(networks.MAINNET, 'MAINNET');
  return {
    config: {
      ...config,
      walletKitTestnetUrl: networks.TESTNET.url,
      walletKitMainnetUrl: networks.MAINNET.url,
      walletKitProjectId: WALLETKIT_DEMO.TESTNET.projectId,
    },
    networks,
    examples: () => ({
      TESTNET: example(networks.TESTNET, 'TESTNET'),
      MAINNET: example(networks.MAINNET, 'MAINNET'),
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all([networks.TESTNET.close(), networks.MAINNET.close()]);
    },
  };
}

function example(emulator: WalletKitEmulator, network: 'TESTNET' | 'MAINNET') {
  const { id } = WALLETKIT_DEMO[network];
  return { sessionId: id, refreshToken: secret(emulator.currentRefreshToken(id) ?? '') };
}
