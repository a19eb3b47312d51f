import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ConfigName } from './configSchema.ts';
import type { ConfigProblem } from './configTypes.ts';
import type { Found } from './readSources.ts';

const FILE_NAMES = ['ROOT_SECRET', 'SIGNING_KEYS', 'SERVICE_KEY'] as const satisfies ConfigName[];

/** Replaces `file:` values of secrets (and a bare path in `SIGNING_KEYS`) by what those files hold. */
export function readSecretFiles(
  directory: string,
  found: ReadonlyMap<ConfigName, Found>,
): { readonly found: ReadonlyMap<ConfigName, Found>; readonly problems: ConfigProblem[] } {
  const read = new Map(found);
  const problems: ConfigProblem[] = [];
  for (const name of FILE_NAMES) {
    const entry = found.get(name);
    const path = entry && pathIn(name, entry.value);
    if (entry === undefined || path === null || path === undefined) continue;
    try {
      read.set(name, { ...entry, value: readFileSync(resolve(directory, path), 'utf8').trim() });
    } catch {
      read.delete(name);
      problems.push({ name, message: 'The file it names cannot be read.' });
    }
  }
  return { found: read, problems };
}

function pathIn(name: ConfigName, value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = value.trim();
  if (text.startsWith('file://')) return URL.canParse(text) ? fileURLToPath(text) : text;
  if (text.startsWith('file:')) return text.slice('file:'.length);
  return name === 'SIGNING_KEYS' && !text.startsWith('{') ? text : null;
}
