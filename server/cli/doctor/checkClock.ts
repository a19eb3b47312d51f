import { CLOCK_SKEW } from '../../../issuer/clock.ts';
import type { StoreStatus } from '../../../issuer/store/storeStatus.ts';
import type { UpstreamFinding } from './checkUpstreams.ts';
import type { Finding } from './finding.ts';

/** Milliseconds. `Date` headers are whole seconds, so less cannot be told apart. */
const NOTICEABLE = 5000;
/** Milliseconds: tokens of a clock further ahead than this are refused by the other nodes. */
const TOLERATED = CLOCK_SKEW * 1000;

/** Compares this machine's clock with the database's and with those of the upstreams. */
export function checkClock(
  store: StoreStatus | null,
  upstreams: readonly UpstreamFinding[],
): Finding {
  const offsets = [store?.clockOffset ?? null, ...upstreams.map((it) => it.clockOffset)].filter(
    (it) => it !== null,
  );
  const check = 'clock';
  if (offsets.length === 0) {
    return { check, level: 'ok', message: 'There is no other clock to compare it with.' };
  }
  // Most clocks agree with each other; one upstream that is wrong says nothing of this machine.
  const middle = offsets.sort((a, b) => a - b)[Math.floor((offsets.length - 1) / 2)] ?? 0;
  const seconds = Math.round(Math.abs(middle) / 1000);
  if (Math.abs(middle) <= NOTICEABLE) {
    const clocks = offsets.length === 1 ? 'clock' : 'clocks';
    return { check, level: 'ok', message: `It agrees with ${offsets.length} other ${clocks}.` };
  }
  const message = `It is ${seconds} s ${middle > 0 ? 'behind' : 'ahead of'} other clocks.`;
  return { check, level: Math.abs(middle) > TOLERATED ? 'fail' : 'warn', message };
}
