import { open } from 'node:fs/promises';

/** What systems answer that cannot sync a directory (Windows), or not one that may not be listed. */
const CANNOT = new Set<unknown>(['EPERM', 'EACCES', 'EINVAL', 'EISDIR', 'ENOTSUP']);

/** Puts the names in a directory on disk, where the system can; a power cut then takes none back. */
export async function syncDirectory(directory: string): Promise<void> {
  try {
    await using handle = await open(directory, 'r');
    await handle.sync();
  } catch (cause) {
    if (!(cause instanceof Error && 'code' in cause && CANNOT.has(cause.code))) throw cause;
  }
}
