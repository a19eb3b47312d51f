import type { Load } from '../load/chain.ts';
import { emptyQueries, refusedRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

/** `{ __typename }`: what stands around every operation. */
export const emptyQuery = alone('graphql: { __typename }', emptyQueries);

/** A refresh whose token is refused at sight: the whole way of an operation, without issuer and store. */
export const refusedRefresh = alone('graphql: a refused refresh', refusedRefreshes);

function alone(name: string, load: (connections: number) => Load): Scenario {
  return {
    name,
    subjects: [
      { name: 'node:http, reply only', entry: 'replyOnly', settings: { reply: load(0).proof } },
      { name: 'RefreshQL', entry: 'refreshql' },
      { name: 'plain Yoga', entry: 'plainYoga' },
    ],
    load: (seeds) => load(seeds.length),
  };
}
