import { testNativeIssuer } from '../contracts/nativeIssuerOnStore.ts';
import { BRIEFLY, count } from './counts.ts';
import { STORES } from './stores.ts';

for (const [name, open] of Object.entries(STORES)) {
  testNativeIssuer(name, open, { interleavings: count(150, 10_000), within: BRIEFLY });
}
