import { type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '../hasCode.ts';
import { syncDirectory } from './syncDirectory.ts';

/**
 * Changes a file in one step, from the text it holds to another; readers see either, whole. The draft beside it is the
 * lock: of several processes one changes the file, the others reject with an `Error`. Owner and mode stay.
 */
export async function replaceFile(
  file: string,
  change: (text: string) => Promise<string>,
): Promise<void> {
  // What a link points to is changed, not the link.
  const target = await realpath(file);
  const draft = `${target}.lock`;
  const handle = await openDraft(draft);
  try {
    try {
      await handle.writeFile(await change(await readFile(target, 'utf8')));
      await keepOwner(handle, target);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, target);
  } catch (cause) {
    await rm(draft, { force: true });
    throw cause;
  }
  await syncDirectory(dirname(target));
}

// An operator may change the file of the account that the server runs under.
async function keepOwner(handle: FileHandle, target: string): Promise<void> {
  const [before, after] = [await stat(target), await handle.stat()];
  if (before.uid !== after.uid || before.gid !== after.gid) {
    await handle.chown(before.uid, before.gid);
  }
  await handle.chmod(before.mode & 0o777);
}

async function openDraft(draft: string) {
  try {
    return await open(draft, 'wx', 0o600);
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
    throw new Error(
      `Another process is changing the keys. If none is, a crash left ${draft}: remove it.`,
    );
  }
}
