import { mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { installPeers } from './process/installPeers.ts';
import { detectPinning } from './process/pinning.ts';
import { startProcess } from './process/startProcess.ts';
import { type BenchOptions, readOptions, USAGE } from './readOptions.ts';
import { describeMachine } from './report/describeMachine.ts';
import { drawChart } from './report/drawChart.ts';
import { formatOverview } from './report/formatOverview.ts';
import { formatSummaries } from './report/formatSummaries.ts';
import { summarize } from './report/summarize.ts';
import { runScenario } from './runScenario.ts';

const options = readOptions(process.argv.slice(2));
if (options === null) {
  console.error(USAGE);
  process.exitCode = 2;
} else if (options.help) {
  console.log(USAGE);
} else {
  await run(options).catch((cause: Error) => {
    console.error(`\nThe benchmark has failed: ${cause.message}`);
    process.exitCode = 1;
  });
}

async function run(given: BenchOptions) {
  const { scenarios, rounds, seconds, connections, profile } = given;
  if (given.peers) installPeers();
  const pinning = detectPinning();
  const profileDir = profile === null ? null : resolve(profile);
  if (profileDir !== null) await mkdir(profileDir, { recursive: true });
  await using temporary = await mkdtempDisposable(join(tmpdir(), 'refreshql-bench-'));
  await using generator = await startProcess({
    entry: 'load/generator.ts',
    side: 'other',
    pinning,
  });
  const dir = temporary.path;
  const machine = describeMachine(pinning, dir);
  console.log(
    [...machine, `${connections} connections, medians of ${rounds} x ${seconds} s.`].join('\n'),
  );
  const measured = [];
  const shared = { pinning, generator, dir, connections, rounds, seconds, profileDir };
  const signal = interruption();
  for (const scenario of scenarios) {
    console.log(`\n${scenario.id}: ${scenario.title}`);
    const subjects = await runScenario(scenario, { ...shared, signal });
    const summaries = summarize(subjects);
    console.log(formatSummaries(summaries));
    measured.push({ id: scenario.id, title: scenario.title, summaries, subjects });
  }
  console.log(`\n${formatOverview(measured)}`);
  const { json, svg } = given;
  const setting = { machine, rounds, seconds, connections };
  if (json !== null)
    await writeFile(json, `${JSON.stringify({ ...setting, measured }, null, 2)}\n`);
  if (svg !== null) await writeFile(svg, drawChart(measured));
}

/** The first signal ends the run in order, so that nothing is left behind. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => controller.abort(new Error('it was interrupted.')));
  }
  return controller.signal;
}
