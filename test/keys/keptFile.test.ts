import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { keptFile } from '../../issuer/keys/keptFile.ts';
import { tempDir } from '../support/tempDir.ts';

/** Has `seen` asked for each file or directory that is put on disk, in place of doing so. */
async function watchSyncs(seen: (isDirectory: boolean) => Promise<void>): Promise<void> {
  await using handle = await open(import.meta.filename);
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  const spy = vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    await seen((await this.stat()).isDirectory());
  });
  onTestFinished(() => void spy.mockRestore());
}

const failure = (code: string) => Object.assign(new Error(`${code}: sync`), { code });

describe('a kept file', () => {
  it('is on disk before it is used, text and name, and no draft of it', async () => {
    await using dir = await tempDir();
    const synced: unknown[] = [];
    await watchSyncs(async (isDirectory) => {
      synced.push(isDirectory ? await readdir(dir.path) : 'text');
    });
    await keptFile(join(dir.path, 'root-secret'), () => 'made');
    expect(synced).toEqual(['text', ['root-secret']]);
    await keptFile(join(dir.path, 'root-secret'), () => 'never made');
    expect(synced).toHaveLength(2);
  });

  it('is on disk also for the process that another one came before', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'root-secret');
    const directories: boolean[] = [];
    await watchSyncs(async (isDirectory) => void directories.push(isDirectory));
    const meanwhile = async () => {
      await keptFile(file, () => 'first');
      return 'second';
    };
    expect(await keptFile(file, meanwhile)).toBe('first');
    expect(directories.filter((it) => it)).toHaveLength(2);
  });

  it.each(['EPERM', 'EACCES', 'EINVAL'])(
    'is made also where directories cannot be synced (%s)',
    async (code) => {
      await using dir = await tempDir();
      await watchSyncs(async (isDirectory) => {
        if (isDirectory) throw failure(code);
      });
      expect(await keptFile(join(dir.path, 'root-secret'), () => 'made')).toBe('made');
    },
  );

  it('is refused where the disk fails, but stays', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'root-secret');
    await watchSyncs(async (isDirectory) => {
      if (isDirectory) throw failure('EIO');
    });
    await expect(keptFile(file, () => 'made')).rejects.toThrow('EIO');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
});
