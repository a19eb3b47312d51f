import { chainedRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

const upstream = 'walletKitEmulator';

/** Chained refreshes that are forwarded to WalletKit's emulator. */
export const walletkit: Scenario = {
  id: 'walletkit',
  title: 'chained refreshes, forwarded to the emulator',
  subjects: [
    { name: 'node:http and Pool.request', entry: 'walletKitFloor', upstream },
    { name: 'RefreshQL', entry: 'refreshql', upstream },
    { name: 'plain Yoga', entry: 'plainYoga', upstream },
  ],
  load: chainedRefreshes,
};
