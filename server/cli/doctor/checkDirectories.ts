import { constants, existsSync } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { rootSecretFile } from '../../../issuer/keys/rootSecret.ts';
import { signingKeysFile } from '../../../issuer/keys/signingKeys.ts';
import type { Config } from '../../config.ts';
import { serviceKeyFile } from '../../serviceKey.ts';
import type { Finding } from './finding.ts';

/** Looks whether a server may write where it will; nothing is found where it writes no file. */
export async function checkDirectories(config: Config): Promise<readonly Finding[]> {
  const check = 'directories';
  const wanted = [...storePaths(config), ...keyDirectories(config)];
  if (wanted.length === 0) return [];
  const codes = await Promise.all(wanted.map(problemOf));
  const wrong = wanted.flatMap(({ path }, index) =>
    codes[index] === null ? [] : [`${resolve(path)} cannot be written (${codes[index]}).`],
  );
  return wrong.length === 0
    ? [{ check, level: 'ok', message: 'They can be written.' }]
    : [...new Set(wrong)].map((message) => ({ check, level: 'fail', message }));
}

interface Wanted {
  readonly path: string;
  readonly kind: 'directory' | 'file';
}

const directoryOf = (file: string): Wanted => ({ path: dirname(file), kind: 'directory' });

/** SQLite makes files beside its own. */
function storePaths({ databaseUrl }: Config): readonly Wanted[] {
  const url = databaseUrl.reveal();
  if (!url.startsWith('sqlite:')) return [];
  const file = url.slice('sqlite:'.length);
  const there = [file, `${file}-replies`].filter((path) => existsSync(path));
  return [directoryOf(file), ...there.map((path) => ({ path, kind: 'file' as const }))];
}

/** Where keys are yet to be made; those that are there are only read. */
function keyDirectories(config: Config): readonly Wanted[] {
  const { dataDir, mode, rootSecret, signingKeys, signingAlg, serviceKey } = config;
  const files = [
    ...(rootSecret === null ? [rootSecretFile(dataDir)] : []),
    ...(signingKeys === null && signingAlg !== 'HS256' ? [signingKeysFile(dataDir)] : []),
    ...(serviceKey === null && mode === 'development' ? [serviceKeyFile(config)] : []),
  ];
  return files.filter((file) => !existsSync(file)).map(directoryOf);
}

/** The code of what keeps a path from being written, or made; null where nothing does. */
async function problemOf({ path, kind }: Wanted): Promise<string | null> {
  const there = nearest(resolve(path));
  const isDirectory = (await stat(there)).isDirectory();
  const fits = isDirectory === (kind === 'directory' || there !== resolve(path));
  if (!fits) return isDirectory ? 'EISDIR' : 'ENOTDIR';
  const { W_OK, X_OK } = constants;
  return access(there, isDirectory ? W_OK | X_OK : W_OK).then(
    () => null,
    ({ code }: NodeJS.ErrnoException) => code ?? 'unknown',
  );
}

function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path));
}
