import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigName } from './configSchema.ts';
import type { ConfigProblem } from './configTypes.ts';
import type { Found } from './readSources.ts';

const FILE_NAMES = [
  'ROOT_SECRET',
  'SIGNING_KEYS',
  'SERVICE_KEY',
  'GATEWAY_KEY',
  'PERSISTED_OPERATIONS_FILE',
] as const satisfies ConfigName[];

/** What may be a path without `file:`, unless it is JSON itself. */
const PATHS: readonly ConfigName[] = ['SIGNING_KEYS', 'PERSISTED_OPERATIONS_FILE'];

/** Replaces `file:` values (and bare paths, where a name takes them) by what those files hold. */
export function readSecretFiles(
  directory: string,
  found: ReadonlyMap<ConfigName, Found>,
): {
  readonly found: ReadonlyMap<ConfigName, Found>;
  readonly files: ReadonlyMap<ConfigName, string>;
  readonly problems: ConfigProblem[];
} {
  const read = new Map(found);
  const files = new Map<ConfigName, string>();
  const problems: ConfigProblem[] = [];
  for (const name of FILE_NAMES) {
    const entry = found.get(name);
    const path = entry && pathIn(name, entry.value);
    if (entry === undefined || path === null || path === undefined) continue;
    const file = resolve(directory, path);
    files.set(name, file);
    try {
      read.set(name, { ...entry, value: readFileSync(file, 'utf8').trim() });
    } catch {
      read.delete(name);
      problems.push({ name, message: 'The file it names cannot be read.' });
    }
  }
  return { found: read, files, problems };
}

function pathIn(name: ConfigName, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text.startsWith('file://')) return URL.canParse(text) ? fileURLToPath(text) : text;
  if (text.startsWith('file:')) return text.slice('file:'.length);
  return PATHS.includes(name) && !text.startsWith('{') ? text : null;
}
