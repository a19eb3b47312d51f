import { chainedRefreshes, gatewayRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

const upstream = 'walletKitEmulator';
// Shows what it costs that a reply outlives the process.
const memory = { DATABASE_URL: 'memory:' };

/** Chained refreshes that are forwarded to WalletKit's emulator. */
export const forward: Scenario = {
  id: 'forward',
  title: 'chained refreshes, forwarded to the WalletKit emulator',
  subjects: [
    { name: 'node:http and Pool.dispatch', entry: 'forwardDispatch', upstream },
    { name: 'node:http and Pool.request', entry: 'walletKitFloor', upstream },
    { name: 'RefreshQL', entry: 'refreshql', upstream },
    { name: 'RefreshQL, memory store', entry: 'refreshql', upstream, settings: memory },
    { name: 'Yoga and fetch', entry: 'yogaFetch', upstream },
    { name: 'Apollo Server and RESTDataSource', entry: 'apolloServer', peer: true, upstream },
    {
      name: "Hive Gateway on WalletKit's OpenAPI",
      entry: 'hiveGateway',
      peer: true,
      upstream,
      load: gatewayRefreshes,
    },
  ],
  load: chainedRefreshes,
};
