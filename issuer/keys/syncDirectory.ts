import { open } from 'node:fs/promises';
import { hasCode } from '../hasCode.ts';

/** What systems answer that cannot sync a directory (Windows), or not one that may not be listed. */
const CANNOT = ['EPERM', 'EACCES', 'EINVAL', 'EISDIR', 'ENOTSUP'];

/** Puts the names in a directory on disk, where the system can; a power cut then takes none back. */
export async function syncDirectory(directory: string): Promise<void> {
  try {
    await using handle = await open(directory, 'r');
    await handle.sync();
  } catch (cause) {
    if (!hasCode(cause, ...CANNOT)) throw cause;
  }
}
