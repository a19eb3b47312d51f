import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openKeyRing } from '../../issuer/keys/keyRing.ts';
import { replaceFile } from '../../issuer/keys/replaceFile.ts';
import { rootTokenLife } from '../../issuer/keys/rootSecret.ts';
import { rotateRootSecret, rotateSigningKeys } from '../../issuer/keys/rotateKeys.ts';
import { signingTokenLife } from '../../issuer/keys/signingKeys.ts';
import { tempDir } from '../support/tempDir.ts';

export const ACCESS_TTL = 3600;
export const REFRESH_TTL = 14 * 86_400;

/** A data directory with keys in it, which can be rotated as the CLI does. */
export async function keyDir() {
  const dir = await tempDir();
  const root = join(dir.path, 'root-secret');
  const signing = join(dir.path, 'signing-keys.json');
  const open = (changes: { accessTokenTtl?: number; refreshTokenTtl?: number } = {}) =>
    openKeyRing({
      alg: 'EdDSA',
      dataDir: dir.path,
      accessTokenTtl: ACCESS_TTL,
      refreshTokenTtl: REFRESH_TTL,
      given: () => ({ rootSecret: null, signingKeys: null }),
      ...changes,
    });
  await open();
  const plan = (now: number, lead: number, drop = false) => ({
    now,
    signsFrom: Math.floor(now / 1000) * 1000 + lead * 1000,
    drop,
  });
  return {
    path: dir.path,
    root,
    signing,
    /** Another node over the same files. */
    open,
    keysOf: async (file: string) => JSON.parse(await readFile(file, 'utf8')).keys,
    rotateSigning: (now: number, lead = 900, drop = false) =>
      replaceFile(signing, (text) =>
        rotateSigningKeys(text, 'EdDSA', {
          ...plan(now, lead, drop),
          tokenLife: signingTokenLife(ACCESS_TTL),
        }),
      ),
    rotateRoot: (now: number, lead = 900, drop = false) =>
      replaceFile(root, async (text) =>
        rotateRootSecret(text, {
          ...plan(now, lead, drop),
          tokenLife: rootTokenLife(REFRESH_TTL),
        }),
      ),
    [Symbol.asyncDispose]: dir[Symbol.asyncDispose],
  };
}
