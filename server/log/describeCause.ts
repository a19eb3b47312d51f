import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createScrub, type Scrub, scrub } from './scrub.ts';

/** What the log keeps of something that was thrown. */
export interface DescribedCause {
  readonly name: string;
  readonly message: string;
  readonly code?: string | number;
  /** Places in this project's own files, innermost first. */
  readonly stack?: readonly string[];
  readonly cause?: DescribedCause;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MAX_MESSAGE = 500;
const MAX_FRAMES = 10;
const MAX_CAUSES = 3;

/** Describes anything thrown for the log: never more than these members, scrubbed and bounded. It never throws. */
export function describeCause(cause: unknown, hide: Scrub = scrub): DescribedCause {
  return describe(cause, hide, 0);
}

/** What went wrong, in one sentence for an operator, who may be told these names. */
export function explainCause(cause: unknown, names: readonly string[] = []): string {
  const { message, code, name } = describeCause(cause, createScrub(names));
  return message || `${code ?? name}`;
}

function describe(cause: unknown, hide: Scrub, depth: number): DescribedCause {
  try {
    return typeof cause === 'object' && cause !== null
      ? describeObject(cause, hide, depth)
      : { name: typeof cause, message: typeof cause === 'string' ? clean(cause, hide) : '' };
  } catch {
    // A getter or a proxy may throw while it is looked at.
    return { name: 'Error', message: 'The cause could not be read.' };
  }
}

function describeObject(cause: object, hide: Scrub, depth: number): DescribedCause {
  const code = Reflect.get(cause, 'code');
  const stack = Reflect.get(cause, 'stack');
  const inner = Reflect.get(cause, 'cause');
  const frames = typeof stack === 'string' ? ownFrames(stack) : [];
  return {
    name: word(Reflect.get(cause, 'name')) ?? word(cause.constructor?.name) ?? 'Error',
    message: clean(messageOf(cause), hide),
    ...(typeof code === 'number' && { code }),
    ...(typeof code === 'string' && { code: word(code) ?? clean(code, hide) }),
    ...(frames.length > 0 && { stack: frames }),
    ...(inner != null && depth < MAX_CAUSES && { cause: describe(inner, hide, depth + 1) }),
  };
}

function messageOf(cause: object): unknown {
  // V8 quotes what it cannot parse, which may be somebody's token.
  if (cause instanceof SyntaxError) return 'A text could not be parsed.';
  // Node says nothing by itself where each address of a name has failed.
  const message = Reflect.get(cause, 'message');
  return message === '' && cause instanceof AggregateError ? cause.errors[0]?.message : message;
}

/** Scrubs before it cuts, so that no cut makes a token short enough to pass. */
function clean(value: unknown, hide: Scrub): string {
  if (typeof value !== 'string') return '';
  const scanned = 4 * MAX_MESSAGE;
  // What is too long to scan ends at a space for the same reason.
  const text = value.length > scanned ? value.slice(0, scanned).replace(/\S*$/, '') : value;
  return hide(text).slice(0, MAX_MESSAGE);
}

/** A class name or an error constant such as ERR_INVALID_ARG_TYPE, which may be as long as a token. */
function word(value: unknown): string | undefined {
  const known =
    /^(?:[A-Za-z]{1,19}|[A-Za-z]{1,40}(?:Error|Exception)|[A-Z][A-Z0-9]{0,18}(?:_[A-Z]{1,18}){0,8})$/;
  return typeof value === 'string' && known.test(value) ? value : undefined;
}

/** Frames in this project's files as `path:line:column`; function names and other people's paths are left out. */
function ownFrames(stack: string): readonly string[] {
  const frames: string[] = [];
  for (const line of stack.split('\n', 100)) {
    const [, file, position] =
      /^\s+at (?:.{1,300} \()?(\S{1,500}?):(\d{1,6}:\d{1,4})\)?$/.exec(line) ?? [];
    const path = file === undefined ? null : ownPath(file);
    if (path !== null && frames.length < MAX_FRAMES) frames.push(`${path}:${position}`);
  }
  return frames;
}

/** The path from the project's root. A stack is text that anyone can write, so the file must exist. */
function ownPath(file: string): string | null {
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const own = path.startsWith(ROOT) && !path.includes('node_modules') && existsSync(path);
  return own ? path.slice(ROOT.length) : null;
}
