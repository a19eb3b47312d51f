import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The options that `npm start` gives to Node. */
export function startOptions(): readonly string[] {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(manifest.scripts.start)
    .split(' ')
    .filter((word) => word.startsWith('--'));
}

/** Where the program keeps compiled code: from its second start on, what strips the types need not be in memory. */
export const COMPILE_CACHE = {
  NODE_COMPILE_CACHE: join(import.meta.dirname, '../../node_modules/.cache/refreshql'),
};
