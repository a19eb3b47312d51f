import { fstatSync } from 'node:fs';
import { type DestinationStream, type Logger, pino } from 'pino';
import type { LogLevel } from './config.ts';
import { describeCause } from './log/describeCause.ts';
import { openOutput } from './log/openOutput.ts';
import { createScrub, scrub } from './log/scrub.ts';
import { timeMember } from './log/timeMember.ts';

export { logEvents } from './log/logEvents.ts';

/** What may be done with the log. It has no children: their fields would pass by the list. */
export type Log = Pick<
  Logger,
  'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'isLevelEnabled' | 'flush'
>;

/** How the log is written. */
export interface LogOptions {
  readonly level: LogLevel;
  /** Names of the deployment that lines may tell, whatever they look like. @default none */
  readonly names?: readonly string[];
  /** @default standard output, without blocking; what is left is written at exit */
  readonly destination?: DestinationStream;
  /** Other processes write to the same place, so that lines must arrive whole. @default false */
  readonly shared?: boolean;
}

/** Bytes that a pipe takes in one piece, whoever else writes to it (POSIX; 4096 on Linux). A file takes any number. */
const PIPE_BUF = 4096;

const isFile = (fd: number) => fstatSync(fd).isFile();

/** The fields that may be logged. Ids of sessions and users are no secrets, and a correlation id is always a UUID, so they stay whole. */
const FIELDS: ReadonlyMap<string, 'whole' | 'scrubbed'> = new Map([
  ['correlationId', 'whole'],
  ['operation', 'scrubbed'],
  ['issuer', 'scrubbed'],
  ['outcome', 'scrubbed'],
  ['durationMs', 'whole'],
  ['sessionId', 'whole'],
  ['userId', 'whole'],
  ['url', 'scrubbed'],
  ['status', 'whole'],
  ['signal', 'scrubbed'],
  ['count', 'whole'],
  ['sessions', 'whole'],
  ['auditEntries', 'whole'],
  ['replies', 'whole'],
  ['limit', 'scrubbed'],
  ['worker', 'whole'],
  ['pid', 'whole'],
  ['exitCode', 'whole'],
]);

/** Opens a log of JSON lines with nothing but listed fields, `err` in short, and scrubbed text. */
export function createLog({ level, names = [], destination, shared = false }: LogOptions): Log {
  const hide = createScrub(names);
  return pino(
    {
      level,
      base: null,
      timestamp: timeMember,
      formatters: { level: (label) => ({ level: label }), log: keepListed },
      serializers: { err: (err: unknown) => describeCause(err, hide), msg: hide },
    },
    destination ?? openOutput({ dest: 1, ...(shared && !isFile(1) && { maxWrite: PIPE_BUF }) }),
  );
}

/** The same fields where all may be logged as they are, which is what nearly every line has. */
function keepListed(fields: Record<string, unknown>): Record<string, unknown> {
  for (const name in fields) {
    if (name !== 'err' && listed(name, fields[name]) !== fields[name]) return copyListed(fields);
  }
  return fields;
}

function copyListed(fields: Record<string, unknown>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const name in fields) {
    const value = name === 'err' ? fields[name] : listed(name, fields[name]);
    if (value !== undefined) kept[name] = value;
  }
  return kept;
}

/** What may be logged of a field; undefined: nothing. */
function listed(name: string, value: unknown): unknown {
  const how = FIELDS.get(name);
  if (how === undefined) return undefined;
  if (typeof value === 'string') return how === 'scrubbed' ? scrub(value) : value;
  const isPlain = value === null || typeof value === 'number' || typeof value === 'boolean';
  return isPlain ? value : undefined;
}
