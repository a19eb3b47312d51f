import { expect, it } from 'vitest';
import { layersOf } from '../../bench/report/layersOf.ts';

const node = (id: number, functionName: string, url: string) => ({
  id,
  callFrame: { functionName, url },
});

it('adds up the layers of a profile without the beginning of its work and without waiting', () => {
  const profile = {
    nodes: [
      node(1, 'signHere', 'file:///x/issuer/localJws.ts'),
      node(2, 'commit', 'file:///x/issuer/store/sqlite/transaction.ts'),
      node(3, '(idle)', ''),
      node(4, 'start', 'node:internal/bootstrap'),
      node(5, 'execute', 'file:///x/node_modules/graphql-jit/dist/index.mjs'),
      node(6, 'exports.crypto_sign_detached', 'file:///x/node_modules/sodium-native/index.js'),
    ],
    samples: [3, 4, 3, 1, 2, 3, 6, 5],
    timeDeltas: [9_000_000, 1_000_000, 9_000_000, 2_000, 1_000, 50_000, 3_000, 2_000],
  };
  expect(layersOf(profile, 1.0005)).toEqual([
    { layer: 'signatures and hashes', share: 0.625 },
    { layer: 'GraphQL', share: 0.25 },
    { layer: 'session store', share: 0.125 },
  ]);
});
