import { mkdtempDisposable } from 'node:fs/promises';
import { join } from 'node:path';
import { median } from '../report/summarize.ts';
import { type ProgramPlace, startProgram } from './startProgram.ts';

/** How long the program takes until it listens, in milliseconds; medians. */
export interface StartTimes {
  /** With the compiled code that the installation keeps. */
  readonly keptMs: number;
  /** Where nothing can be kept. */
  readonly bareMs: number;
}

/** Starts the program again and again, each time in an empty directory. */
export async function measureStart(
  { dir, pinning, signal }: ProgramPlace,
  rounds: number,
): Promise<StartTimes> {
  const run = async (env: Readonly<Record<string, string>>): Promise<number> => {
    signal.throwIfAborted();
    await using cwd = await mkdtempDisposable(join(dir, 'start-'));
    await using program = await startProgram(cwd.path, pinning, env);
    return program.startMs;
  };
  // In case the code has changed since its installation.
  await run({});
  const [kept, bare]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    bare.push(await run({ NODE_DISABLE_COMPILE_CACHE: '1' }));
    kept.push(await run({}));
  }
  return { keptMs: median(kept), bareMs: median(bare) };
}
