import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../../issuer/hasCode.ts';
import { CONFIG_NAMES, type ConfigName } from './configSchema.ts';
import type { ConfigProblem, ConfigSource } from './configTypes.ts';

/** Where values are looked for; the first that has a name wins. */
export interface Sources {
  /** What a command sets for itself. */
  readonly overrides: Readonly<Partial<Record<ConfigName, unknown>>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The parsed configuration file. */
  readonly file: Readonly<Record<string, unknown>>;
}

/** One name's value as it was found, not yet checked. */
export interface Found {
  readonly value: unknown;
  readonly source: ConfigSource;
}

/** The configuration file that is looked for in the working directory. */
const CONFIG_FILE = 'refreshql.config.json';

/** Reads a configuration file; without a path it may be absent. Problems name the file or its unknown keys. */
export function readConfigFile(
  directory: string,
  path: string | undefined,
): { readonly file: Readonly<Record<string, unknown>>; readonly problems: ConfigProblem[] } {
  const name = path ?? CONFIG_FILE;
  try {
    const body: unknown = JSON.parse(readFileSync(resolve(directory, name), 'utf8'));
    const file = z.record(z.string(), z.unknown()).parse(body);
    return { file, problems: Object.keys(file).flatMap((key) => unknownKey(name, key)) };
  } catch (cause) {
    const missing = hasCode(cause, 'ENOENT');
    if (missing && path === undefined) return { file: {}, problems: [] };
    const message = missing
      ? 'The file does not exist.'
      : 'The file is not a readable JSON object.';
    return { file: {}, problems: [{ name, message }] };
  }
}

/** Picks each name's value from the first source that has it. Empty text counts as not set. */
export function pickValues(sources: Sources): ReadonlyMap<ConfigName, Found> {
  const found = new Map<ConfigName, Found>();
  for (const name of CONFIG_NAMES) {
    const candidates: readonly Found[] = [
      { value: sources.overrides[name], source: 'override' },
      { value: sources.env[name], source: 'env' },
      { value: Object.hasOwn(sources.file, name) ? sources.file[name] : undefined, source: 'file' },
    ];
    const first = candidates.find(({ value }) => isSet(value));
    if (first !== undefined) found.set(name, first);
  }
  return found;
}

const isSet = (value: unknown) =>
  value !== undefined && value !== null && !(typeof value === 'string' && value.trim() === '');

function unknownKey(file: string, key: string): ConfigProblem[] {
  if (CONFIG_NAMES.some((name) => name === key)) return [];
  // A key that does not look like one may be a value in the wrong place, so it is not repeated.
  const name = /^\$?[A-Za-z][A-Za-z0-9_]{0,40}$/.test(key) ? key : file;
  return [{ name, message: `There is no such name; it was found in ${file}.` }];
}
