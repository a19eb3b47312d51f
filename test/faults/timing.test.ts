import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { TokenGrant } from '../../domain/grant.ts';
import { testIssuer } from '../issuer/issuerFixture.ts';
import { FULL } from './counts.ts';

const SAMPLES = 100_000;
const TOKENS = 997;

/** Tokens of sessions that an issuer knows, each with the end of its signature replaced. */
async function forgeries(t: ReturnType<typeof testIssuer>): Promise<Buffer[]> {
  const forged: Buffer[] = [];
  while (forged.length < TOKENS) {
    const token = ((await t.issue(`user-${forged.length}`)) as TokenGrant).refreshToken.reveal();
    forged.push(Buffer.from(`${token.slice(0, -8)}AAAAAAAA`));
  }
  return forged;
}

/** Welch's t of two samples, each without its slowest hundredth, which is the machine's. */
function welch(a: readonly number[], b: readonly number[]): number {
  const [one, two] = [describeSample(a), describeSample(b)];
  return (one.mean - two.mean) / Math.sqrt(one.variance / one.size + two.variance / two.size);
}

function describeSample(values: readonly number[]) {
  const kept = values.toSorted((a, b) => a - b).slice(0, Math.floor(values.length * 0.99));
  const mean = kept.reduce((sum, it) => sum + it, 0) / kept.length;
  const variance = kept.reduce((sum, it) => sum + (it - mean) ** 2, 0) / (kept.length - 1);
  return { mean, variance, size: kept.length };
}

describe.runIf(FULL)('the time that a forged token takes', () => {
  it('does not tell whether its session exists', async () => {
    const [t, other] = [testIssuer(), testIssuer()];
    // One token may be slower than another by chance of its bytes; many of each kind are not.
    const forged = [await forgeries(t), await forgeries(other)] as const;
    const times: [number[], number[]] = [[], []];
    const chance = randomBytes(2 * SAMPLES);
    for (const [sample, byte] of chance.entries()) {
      const which = byte & 1 ? 1 : 0;
      // A new string each time, as if it had just come over the wire.
      const token = forged[which][sample % TOKENS]!.toString('latin1');
      const startedAt = performance.now();
      const answer = await t.refresh(token);
      times[which].push(performance.now() - startedAt);
      if (!('code' in answer)) throw new Error('A forged token was accepted.');
    }
    expect(Math.abs(welch(...times))).toBeLessThan(4.5);
  }, 600_000);
});
