import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureIdle } from './life/measureIdle.ts';
import { measureStart } from './life/measureStart.ts';
import { LIFE_USAGE, type LifeOptions, readLifeOptions } from './life/readLifeOptions.ts';
import { type SoakPoint, soak } from './life/soak.ts';
import { detectPinning } from './process/pinning.ts';
import { startProcess } from './process/startProcess.ts';
import { describeMachine } from './report/describeMachine.ts';
import { runCommand } from './runCommand.ts';
import { forward } from './scenarios/forward.ts';
import { native } from './scenarios/native.ts';

// What one process takes over its life: to start, to wait, and in memory over many requests.
await runCommand({ usage: LIFE_USAGE, read: readLifeOptions, run });

async function run({ requests, connections }: LifeOptions, signal: AbortSignal): Promise<void> {
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'refreshql-life-'));
  const place = { dir: temporary.path, pinning: detectPinning(), signal };
  console.log(describeMachine(place.pinning, place.dir).join('\n'));

  const { keptMs, bareMs } = await measureStart(place, 5);
  console.log(
    `\nIt listens after ${keptMs.toFixed(0)} ms, and after ${bareMs.toFixed(0)} ms where no compiled code could be kept.`,
  );

  const idle = await measureIdle(place, 20);
  if (idle !== null) {
    const percent = (idle.cpu * 100).toFixed(2);
    console.log(`Idle, it takes ${percent} % of a core and ${idle.rss.toFixed(0)} MiB.`);
  }

  const { pinning } = place;
  await using generator = await startProcess({
    entry: 'load/generator.ts',
    side: 'other',
    pinning,
  });
  for (const scenario of [native, forward]) {
    console.log(`\n${scenario.id}: ${scenario.title}`);
    const shared = { ...place, generator, connections, profileDir: null };
    console.log(describeSoak(await soak(scenario, { ...shared, requests }), requests));
  }
}

/** A line for each tenth of the requests, and the most of all. */
function describeSoak(points: readonly SoakPoint[], requests: number): string {
  const tenths = points.filter(
    ({ requests: answered }, index) =>
      Math.floor((answered * 10) / requests) >
      Math.floor(((points[index - 1]?.requests ?? 0) * 10) / requests),
  );
  const lines = tenths.map(({ requests: answered, rss }) => `${answered} requests: ${show(rss)}`);
  const most = Math.max(...points.map(({ rss }) => rss ?? 0));
  return [...lines, `at the most: ${show(most)}`].join('\n');
}

function show(rss: number | null): string {
  return rss === null ? 'unknown' : `${rss.toFixed(0)} MiB`;
}
