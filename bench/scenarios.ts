import type { Scenario } from './scenario.ts';
import { forward } from './scenarios/forward.ts';
import { emptyQuery, refusedRefresh } from './scenarios/graphql.ts';
import { native, nativeHs256 } from './scenarios/native.ts';
import {
  nativeMillionPostgres,
  nativeMillionSqlite,
  nativeStores,
} from './scenarios/nativeStores.ts';
import { scalePostgres, scaleSqlite } from './scenarios/scale.ts';

/** Everything that is measured, in this order. */
export const SCENARIOS: readonly Scenario[] = [
  native,
  nativeHs256,
  nativeStores,
  nativeMillionSqlite,
  nativeMillionPostgres,
  forward,
  emptyQuery,
  refusedRefresh,
  scaleSqlite,
  scalePostgres,
];
