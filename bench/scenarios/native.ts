import { chainedRefreshes, tokenEndpointRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

/** Chained refreshes at the native issuer. */
export const native: Scenario = {
  id: 'native',
  title: 'chained refreshes, SQLite with synchronous=FULL',
  subjects: [
    { name: 'node:http by hand', entry: 'nativeFloor' },
    { name: 'RefreshQL', entry: 'refreshql' },
    {
      name: 'RefreshQL, HS256 access tokens',
      entry: 'refreshql',
      settings: { SIGNING_ALG: 'HS256' },
    },
    { name: 'plain Yoga', entry: 'plainYoga' },
    { name: 'oidc-provider, in memory', entry: 'oidcProvider', load: tokenEndpointRefreshes },
  ],
  load: chainedRefreshes,
};
