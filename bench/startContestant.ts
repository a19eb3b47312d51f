import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Load } from './load/chain.ts';
import type { Pinning } from './process/pinning.ts';
import { COMPILE_CACHE, startOptions } from './process/startOptions.ts';
import { type RunningProcess, startProcess } from './process/startProcess.ts';
import { profileOf } from './profileOf.ts';
import type { Scenario, Subject } from './scenario.ts';
import type { Announcement, SubjectOptions } from './subjects/subject.ts';

/** A subject that runs, and the load that it is under. */
export interface Contestant extends AsyncDisposable {
  readonly name: string;
  /** The processes that serve. */
  readonly pids: readonly number[];
  /** Those that it calls, with their children. */
  readonly upstreamPids: readonly number[];
  /** How many cores it is to be measured on; null where that does not matter, or nothing can be pinned. */
  readonly cores: 1 | 2 | null;
  /** How many processes share its load. */
  readonly processes: number;
  readonly url: string;
  readonly load: Load;
}

/** What contestants are started with. */
export interface ContestantOptions {
  readonly pinning: Pinning;
  /** For whatever the subjects keep. */
  readonly dir: string;
  readonly connections: number;
  /** Where CPU profiles go; null where none are taken. */
  readonly profileDir: string | null;
}

/** Starts a subject, and before it the upstream that it calls. */
export async function startContestant(
  scenario: Scenario,
  subject: Subject,
  options: ContestantOptions,
): Promise<Contestant> {
  const { connections } = options;
  await using stack = new AsyncDisposableStack();
  const dir = join(options.dir, `${scenario.id}-${scenario.subjects.indexOf(subject)}`);
  await mkdir(dir);
  const argument = { dir, seeds: connections, upstreamUrl: null, settings: subject.settings ?? {} };
  const upstream =
    subject.upstream === undefined
      ? null
      : stack.use(await startUpstream(subject.upstream, argument, options));
  const upstreamUrl = upstream?.ready.url ?? null;
  const main = stack.use(await startMain(scenario, subject, { ...argument, upstreamUrl }, options));
  const seeds = (upstream ?? main).ready.seeds;
  const running = stack.move();
  return {
    name: subject.name,
    pids: main.ready.pids ?? [main.pid],
    upstreamPids: [upstream?.pid, main.ready.database].filter((pid) => pid !== undefined),
    url: main.ready.url,
    load: (subject.load ?? scenario.load)(seeds, connections),
    cores: options.pinning.works ? (subject.cores ?? null) : null,
    processes: subject.processes ?? 1,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

/** What is RefreshQL itself runs as `npm start` runs it. */
const OWN: ReadonlySet<string> = new Set(['refreshql', 'nativeStore', 'workers']);

type Started = Promise<RunningProcess<Announcement>>;

function startUpstream(
  entry: string,
  argument: SubjectOptions,
  { pinning }: ContestantOptions,
): Started {
  return startProcess({ entry: `subjects/${entry}.ts`, side: 'other', pinning, argument });
}

function startMain(
  scenario: Scenario,
  subject: Subject,
  argument: SubjectOptions,
  { pinning, profileDir }: ContestantOptions,
): Started {
  const { entry, peer = false, cores } = subject;
  return startProcess({
    entry: peer ? `peers/subjects/${entry}.ts` : `subjects/${entry}.ts`,
    side: cores === 2 ? 'both' : 'subject',
    ...(OWN.has(entry) && { nodeOptions: startOptions(), env: COMPILE_CACHE }),
    pinning,
    argument,
    profile: profileDir === null ? undefined : profileOf(profileDir, scenario, subject),
  });
}
