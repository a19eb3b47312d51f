import type { Scenario } from './scenario.ts';
import { forward } from './scenarios/forward.ts';
import { emptyQuery, refusedRefresh } from './scenarios/graphql.ts';
import { native } from './scenarios/native.ts';
import {
  nativeMillionPostgres,
  nativeMillionSqlite,
  nativeProcesses,
  nativeStores,
} from './scenarios/nativeStores.ts';

/** Everything that is measured, in this order. */
export const SCENARIOS: readonly Scenario[] = [
  native,
  nativeStores,
  nativeProcesses,
  nativeMillionSqlite,
  nativeMillionPostgres,
  forward,
  emptyQuery,
  refusedRefresh,
];
