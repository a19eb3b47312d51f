import fc from 'fast-check';
import { Counter, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createTallies } from '../../server/metrics/tallies.ts';
import { createTimings } from '../../server/metrics/timings.ts';

const ISSUERS = ['native', 'walletkit-testnet'] as const;
const OPTIONS = { name: 'durations', help: 'Durations.', buckets: [0.001, 0.01, 0.5, 1] };

describe('the metrics that are counted here', () => {
  it('read as those of prom-client do', async () => {
    const seconds = fc.oneof(fc.double({ min: 0, max: 3, noNaN: true }), fc.constantFrom(0.01, 1));
    const observation = fc.tuple(fc.constantFrom(...ISSUERS), seconds);
    await fc.assert(
      fc.asyncProperty(fc.array(observation), async (observations) => {
        const [own, theirs] = [new Registry(), new Registry()];
        const counter = { name: 'calls', help: 'Calls.', labelNames: ['issuer'] };
        const histogram = new Histogram({
          ...OPTIONS,
          labelNames: ['issuer'],
          registers: [theirs],
        });
        const calls = new Counter({ ...counter, registers: [theirs] });
        const timings = createTimings(own, OPTIONS);
        const tallies = createTallies({ ...counter, registers: [own] });
        const known = new Map(
          [...new Set(observations.map(([issuer]) => issuer))].map((issuer) => [
            issuer,
            { timing: timings({ issuer }), tally: tallies({ issuer }) },
          ]),
        );
        for (const [index, [issuer, duration]] of observations.entries()) {
          histogram.observe({ issuer }, duration);
          calls.inc({ issuer });
          known.get(issuer)?.timing.observe(duration);
          known.get(issuer)!.tally.count += 1;
          // What was read once goes on to be counted.
          if (index % 7 === 0) await own.metrics();
        }
        expect(await own.metrics()).toBe(await theirs.metrics());
      }),
    );
  });
});
