import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const NOT_OURS = new Set(['node_modules', '.git', 'data', 'artefacts']);

/** One file of the project: its path from the root, with `/`, and its text. */
export interface ProjectFile {
  readonly path: string;
  readonly text: string;
}

/** Every file under these folders (the whole project without any); folders that do not exist are empty. */
export function projectFiles(...folders: readonly string[]): readonly ProjectFile[] {
  const starts = folders.length === 0 ? ['.'] : folders;
  return starts.flatMap((folder) => filesUnder(join(ROOT, folder)));
}

/** The folders whose files make the program. */
const SOURCE_FOLDERS = ['domain', 'resolvers', 'issuer', 'adapters', 'schema', 'server', 'bin'];

/** Every module of the program. */
export const sourceModules = () => projectFiles(...SOURCE_FOLDERS).filter(isModule);

/** Tells code from data and text. */
export const isModule = ({ path }: ProjectFile) => /\.[cm]?[jt]sx?$/.test(path);

function filesUnder(folder: string): readonly ProjectFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return NOT_OURS.has(entry.name) ? [] : filesUnder(path);
    if (!entry.isFile()) return [];
    return [{ path: relative(ROOT, path).replaceAll(sep, '/'), text: readFileSync(path, 'utf8') }];
  });
}
