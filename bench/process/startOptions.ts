import { readFileSync } from 'node:fs';

/** The options that `npm start` gives to Node. */
export function startOptions(): readonly string[] {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String(manifest.scripts.start)
    .split(' ')
    .filter((word) => word.startsWith('--'));
}
