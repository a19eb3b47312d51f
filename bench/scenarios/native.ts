import { chainedRefreshes } from '../load/documents.ts';
import type { Scenario } from '../scenario.ts';

/** Chained refreshes at the native issuer. */
export const native: Scenario = {
  id: 'native',
  title: 'chained refreshes, SQLite with synchronous=FULL',
  subjects: [
    { name: 'node:http by hand', entry: 'nativeFloor' },
    { name: 'RefreshQL', entry: 'refreshql' },
    { name: 'plain Yoga', entry: 'plainYoga' },
  ],
  load: chainedRefreshes,
};
