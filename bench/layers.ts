import { readFileSync } from 'node:fs';
import { type CpuProfile, layersOf } from './report/layersOf.ts';

// Says which layer a CPU profile of `npm run bench -- … --profile DIR` spent its time in.
const [file, skipped = '6'] = process.argv.slice(2);
if (file === undefined) {
  console.error(
    'Usage: npx node bench/layers.ts FILE.cpuprofile [seconds of work to skip at the beginning (6)]',
  );
  process.exitCode = 2;
} else {
  const profile = JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
  for (const { layer, share } of layersOf(profile, Number(skipped))) {
    console.log(`${(share * 100).toFixed(1).padStart(5)} %  ${layer}`);
  }
}
