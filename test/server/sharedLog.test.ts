import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it } from 'vitest';
import { tempDir } from '../support/tempDir.ts';

const LOG = new URL('../../server/log.ts', import.meta.url).href;
const LINES = 3000;

/** Two processes that write to what they have both inherited. */
function startWriters(stdout: 'pipe' | number) {
  const script = `
    const { createLog } = await import('${LOG}');
    const log = createLog({ level: 'info', shared: true });
    for (let count = 0; count < ${LINES}; count += 1) {
      log.info({ count, userId: 'u'.repeat(count % 400) }, 'A line.');
      if (count % 50 === 0) await new Promise(setImmediate);
    }`;
  const node = `"${process.execPath}" --input-type=module --eval "$SCRIPT"`;
  return spawn('sh', ['-c', `${node} & ${node} & wait`], {
    env: { ...process.env, SCRIPT: script },
    stdio: ['ignore', stdout, 'inherit'],
  });
}

/** How often each count was logged; throws where a line is not whole. */
function tally(log: string): Map<number, number> {
  const found = new Map<number, number>();
  for (const line of log.trimEnd().split('\n')) {
    const { count } = JSON.parse(line);
    found.set(count, (found.get(count) ?? 0) + 1);
  }
  return found;
}

const twice = new Map(Array.from({ length: LINES }, (_, count) => [count, 2]));
const inOrder = (found: Map<number, number>) => new Map([...found].sort(([a], [b]) => a - b));

it('leaves every line whole that two processes write to one pipe', async () => {
  const { stdout } = startWriters('pipe');
  expect(inOrder(tally(await text(stdout!)))).toEqual(twice);
});

it('leaves every line whole that two processes write to one file', async () => {
  await using dir = await tempDir();
  const file = join(dir.path, 'log');
  await using handle = await open(file, 'w');
  await once(startWriters(handle.fd), 'exit');
  expect(inOrder(tally(await readFile(file, 'utf8')))).toEqual(twice);
});
