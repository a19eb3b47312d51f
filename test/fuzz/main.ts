import { parseArgs } from 'node:util';
import { fuzzProgram } from './fuzzProgram.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  },
});
const [count, seed] = [Number(values.count), Number(values.seed)];
const report = await fuzzProgram({ count, seed });
const { broken, ...rest } = report;
console.log(JSON.stringify({ seed, ...rest, broken: broken.slice(0, 5) }, null, 2));
const good = broken.length === 0 && report.defects === 0 && report.alive && report.growthMb < 50;
process.exitCode = good ? 0 : 1;
