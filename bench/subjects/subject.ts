import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Seed } from '../load/documents.ts';

/** What a subject is told, as JSON in its one argument. */
export interface SubjectOptions {
  /** An empty directory of its own, removed afterwards. */
  readonly dir: string;
  /** How many seeds it has to make. */
  readonly seeds: number;
  /** Where the upstream listens; null where it has none. */
  readonly upstreamUrl: string | null;
  /** What only this kind of subject understands. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The one line that a subject prints, when it is ready to be measured. */
export interface Announcement {
  readonly url: string;
  readonly seeds: readonly Seed[];
  /** The processes that serve. @default the one that says so */
  readonly pids?: readonly number[];
  /** The first process of a database server; what it uses is not the subject's. @default none */
  readonly database?: number;
}

/** Reads what this subject is told. */
export function subjectOptions(): SubjectOptions {
  return JSON.parse(process.argv[2] ?? '{}') as SubjectOptions;
}

/** Says that the subject is ready, and lets the process end when its input does: when the benchmark is over, or gone. */
export function announce(announcement: Announcement): void {
  process.stdout.write(`${JSON.stringify(announcement)}\n`);
  process.stdin.resume().once('end', () => process.exit());
}

/** Listens on a free port of 127.0.0.1 and gives the URL. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
