import { join } from 'node:path';
import { OWN_NAMES } from './ownNames.ts';

const HIDDEN = '[scrubbed]';

/** Where this program is: its own file names are what an operator looks for. */
const ROOT = RegExp.escape(join(import.meta.dirname, '../..'));
const OWN_FILE = `${ROOT}(?:/[\\w-]{1,19}(?:\\.\\w{1,8})*(?![\\w.-]))+`;

const JWT = /\beyJ[\w-]*\.[\w.-]*/g;
const USER_INFO = /:\/\/[^\s/@]*@/g;
const RUN = /[A-Za-z0-9+/_%-]{20,}={0,2}/g;
/** What a text has to hold, to be worth a closer look, where it is too short for a run. */
const MARK = /eyJ|:\/\//;
const SHORT = 20;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Short texts that were found to be clean: most are of the few that the program has. */
const clean = new Set<string>();
const MAX_CLEAN = 1000;

/** Takes out of a text whatever could be a token. */
export type Scrub = (text: string) => string;

/** JWTs, user info of addresses and long opaque runs are taken out; UUIDs, our own files and tables, and these names stay. */
export function createScrub(names: readonly string[]): Scrub {
  // Of two that begin alike, the longer one is meant.
  const known = [...OWN_NAMES, ...names].filter(wouldBeHidden).sort((a, b) => b.length - a.length);
  const plain = new RegExp(`(${[OWN_FILE, ...known.map(whole)].join('|')})`);
  return (text) => {
    if (text.length < SHORT ? isClean(text) : UUID.test(text)) return text;
    // Before any name is looked for, which could stand in the middle of one.
    const bare = text.replace(JWT, HIDDEN).replace(USER_INFO, `://${HIDDEN}@`);
    // Split by a group, every second part is what the group has matched.
    return bare
      .split(plain)
      .map((part, index) => (index % 2 === 1 ? part : scrubRuns(part)))
      .join('');
  };
}

/** Scrubs for a deployment whose own names are not known yet. */
export const scrub: Scrub = createScrub([]);

/** Shorter ones are no run, unless as the beginning of a path. The root by itself is no name. */
function wouldBeHidden(name: string): boolean {
  return name.length >= SHORT || /\w.*\/|\/.*\w/.test(name);
}

/** A name by itself, not within a run; a directory may be followed by what is in it. */
function whole(name: string): string {
  return `(?<![A-Za-z0-9+/_%-]|\\w\\.)${RegExp.escape(name)}(?![A-Za-z0-9+_%=-]|\\.\\w)`;
}

function isClean(text: string): boolean {
  if (clean.has(text)) return true;
  if (MARK.test(text)) return false;
  if (clean.size < MAX_CLEAN) clean.add(text);
  return true;
}

function scrubRuns(text: string): string {
  return text.replace(RUN, (run) => (UUID.test(run) || isPath(run) ? run : HIDDEN));
}

/** A run with slashes is a path when its parts are short and nothing in it looks like base64. */
function isPath(run: string): boolean {
  if (!run.includes('/') || /[+=%]/.test(run)) return false;
  const mixed = /\d/.test(run) && /[a-z]/.test(run) && /[A-Z]/.test(run);
  return !mixed && run.split('/').every((part) => part.length < 20 || UUID.test(part));
}
