import { describe, expect, it } from 'vitest';
import { fuzzProgram } from './fuzzProgram.ts';

describe('generated documents', () => {
  it('never break the program, leave no defect and cost no memory', async () => {
    const report = await fuzzProgram({ count: 1500, seed: 20_260_131 });
    expect(report.broken).toEqual([]);
    expect(report.defects).toBe(0);
    expect(report.alive).toBe(true);
    expect(report.growthMb).toBeLessThan(50);
    // A generator that only makes nonsense would prove nothing.
    expect(report.withData).toBeGreaterThan(report.sent / 8);
    expect(report.statuses['400']).toBeGreaterThan(0);
  }, 120_000);
});
