import type { Scenario } from './scenario.ts';
import { emptyQuery, refusedRefresh } from './scenarios/graphql.ts';
import { native } from './scenarios/native.ts';
import { walletkit } from './scenarios/walletkit.ts';

/** Everything that is measured, in this order. */
export const SCENARIOS: readonly Scenario[] = [native, walletkit, emptyQuery, refusedRefresh];
