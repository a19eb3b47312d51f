import { chainedRefreshes, tokenEndpointRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

/** Chained refreshes at the native issuer. */
export const native: Scenario = {
  id: 'native',
  title: 'chained refreshes, SQLite with synchronous=FULL',
  subjects: [
    { name: 'node:http by hand', entry: 'nativeFloor' },
    { name: 'node:http by hand, OpenSSL', entry: 'nativeFloor', settings: { signer: 'openssl' } },
    { name: 'RefreshQL', entry: 'refreshql' },
    { name: 'plain Yoga', entry: 'plainYoga' },
    { name: 'oidc-provider, in memory', entry: 'oidcProvider', load: tokenEndpointRefreshes },
  ],
  load: chainedRefreshes,
};

/** The same where access tokens are signed with an HMAC, on both sides. */
export const nativeHs256: Scenario = {
  id: 'native-hs256',
  title: 'chained refreshes, HS256 access tokens, SQLite with synchronous=FULL',
  subjects: [
    { name: 'node:http by hand', entry: 'nativeFloor', settings: { signer: 'hs256' } },
    { name: 'RefreshQL', entry: 'refreshql', settings: { SIGNING_ALG: 'HS256' } },
  ],
  load: chainedRefreshes,
};
