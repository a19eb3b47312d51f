import { appendFile, mkdir, mkdtempDisposable, writeFile } from 'node:fs/promises';
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
import { runCommand } from './runCommand.ts';
import { runScenario } from './runScenario.ts';

await runCommand({ usage: USAGE, read: readOptions, run });

async function run(given: BenchOptions, signal: AbortSignal): Promise<void> {
  const { scenarios, rounds, seconds, connections, profile, json, svg } = given;
  for (const file of [json, svg]) await checkWritable(file);
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
  const shared = { pinning, generator, dir, connections, rounds, seconds, profileDir, signal };
  for (const scenario of scenarios) {
    console.log(`\n${scenario.id}: ${scenario.title}`);
    const subjects = await runScenario(scenario, shared);
    const summaries = summarize(subjects);
    console.log(formatSummaries(summaries));
    measured.push({ id: scenario.id, title: scenario.title, summaries, subjects });
  }
  console.log(`\n${formatOverview(measured)}`);
  const setting = { machine, rounds, seconds, connections };
  if (json !== null)
    await writeFile(json, `${JSON.stringify({ ...setting, measured }, null, 2)}\n`);
  if (svg !== null) await writeFile(svg, drawChart(measured));
}

/** Tells of a file that cannot be written before the run, not after it; what is in it stays until then. */
async function checkWritable(file: string | null): Promise<void> {
  if (file !== null) await appendFile(file, '');
}
