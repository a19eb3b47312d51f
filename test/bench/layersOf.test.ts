import { expect, it } from 'vitest';
import { layersOf } from '../../bench/report/layersOf.ts';

const node = (id: number, functionName: string, url: string) => ({
  id,
  callFrame: { functionName, url },
});

it('adds up the layers of a profile without its beginning and without waiting', () => {
  const profile = {
    nodes: [
      node(1, 'signHere', 'file:///x/issuer/localJws.ts'),
      node(2, 'commit', 'file:///x/issuer/store/sqlite/transaction.ts'),
      node(3, '(idle)', ''),
      node(4, 'start', 'node:internal/bootstrap'),
      node(5, 'execute', 'file:///x/node_modules/graphql-jit/dist/index.mjs'),
    ],
    samples: [4, 1, 2, 3, 1, 5],
    timeDeltas: [1_000_000, 2_000, 1_000, 50_000, 3_000, 2_000],
  };
  expect(layersOf(profile, 1.0005)).toEqual([
    { layer: 'signatures and hashes', share: 0.625 },
    { layer: 'GraphQL', share: 0.25 },
    { layer: 'session store', share: 0.125 },
  ]);
});
