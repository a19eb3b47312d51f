import { describe, expect, it } from 'vitest';
import { CLOCK_SKEW } from '../../issuer/clock.ts';
import { checkClock } from '../../server/cli/doctor/checkClock.ts';

/** What is found where upstreams' clocks are so many seconds ahead of ours. */
const found = (...seconds: readonly (number | null)[]) =>
  checkClock(
    null,
    seconds.map((it) => ({
      finding: { check: 'upstream', level: 'ok', message: '' },
      clockOffset: it === null ? null : it * 1000,
    })),
  );

describe('the clock', () => {
  it('is counted with the clocks that there are', () => {
    expect(found().message).toMatch(/no other clock/);
    expect(found(null, 1)).toMatchObject({ level: 'ok', message: 'It agrees with 1 other clock.' });
    expect(found(1, -1)).toMatchObject({ message: 'It agrees with 2 other clocks.' });
  });

  it.each([
    [CLOCK_SKEW, 'warn', `It is ${CLOCK_SKEW} s behind other clocks.`],
    [-CLOCK_SKEW, 'warn', `It is ${CLOCK_SKEW} s ahead of other clocks.`],
    [CLOCK_SKEW + 1, 'fail', `It is ${CLOCK_SKEW + 1} s behind other clocks.`],
  ])('fails from where other nodes refuse its tokens: %s s', (seconds, level, message) => {
    expect(found(seconds)).toMatchObject({ level, message });
  });

  it('is not blamed for one upstream that is wrong', () => {
    expect(found(0, 5000, 1)).toMatchObject({ level: 'ok' });
  });
});
