import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { hasCode } from '../hasCode.ts';
import { readIfThere } from './readIfThere.ts';
import { syncDirectory } from './syncDirectory.ts';

/**
 * The text of a file that only its owner can read, made on first use. Processes that start together agree on one text:
 * the file appears whole or not at all, and the first one to put it there wins. No power cut takes back what was answered.
 */
export async function keptFile(
  file: string,
  make: () => string | Promise<string>,
): Promise<string> {
  const kept = await readIfThere(file);
  if (kept !== null) return kept;
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeOnce(file, await make());
  // Also where another process was first: it may not have come to this yet.
  await syncDirectory(dirname(file));
  return readFile(file, 'utf8');
}

async function writeOnce(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeDurably(draft, text);
    // link, unlike rename, refuses to replace what another process has put there.
    await link(draft, file);
  } catch (cause) {
    if (!hasCode(cause, 'EEXIST')) throw cause;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeDurably(file: string, text: string): Promise<void> {
  await using handle = await open(file, 'wx', 0o600);
  await handle.writeFile(text);
  await handle.sync();
}
