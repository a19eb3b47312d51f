import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/tempDir.ts';

const ROOT = join(import.meta.dirname, '../..');
const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));

/** What a child prints, until it says where it listens. */
async function listening({ stdout }: ChildProcess, printed: string[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stdout?.on('data', (chunk) => {
    printed.push(String(chunk));
    if (printed.join('').includes('listens on')) resolve();
  });
  stdout?.on('close', () => reject(new Error(printed.join(''))));
  await promise;
}

/** Starts the server by npm, tells it to end, and gives how npm ended and all that was printed. */
async function startAndEnd(tell: (npm: ChildProcess) => void) {
  await using dir = await tempDir();
  const env = {
    PATH: process.env['PATH'] ?? '',
    ...{ PORT: '0', DATA_DIR: join(dir.path, 'data'), npm_config_update_notifier: 'false' },
  };
  const npm = spawn('npm', ['start'], { cwd: ROOT, env, detached: true });
  try {
    const printed: string[] = [];
    await listening(npm, printed);
    // Only when the server itself has gone is there nobody left who could write.
    const ended = once(npm, 'close', { signal: AbortSignal.timeout(15_000) });
    tell(npm);
    const [code] = await ended;
    return { code, printed: printed.join('') };
  } finally {
    endGroup(npm);
  }
}

describe('npm start', () => {
  it('ends the server in order when nobody but npm is told to end', async () => {
    const { code, printed } = await startAndEnd((npm) => npm.kill('SIGTERM'));
    expect(code).toBe(0);
    expect(printed).toMatch(/"signal":"SIGTERM","msg":"stopping"/);
  });

  it('ends it in order by Ctrl-C too, of which the server hears twice: from the terminal and from npm', async () => {
    const { code, printed } = await startAndEnd(({ pid }) => process.kill(-pid!, 'SIGINT'));
    expect(code).toBe(0);
    expect(printed.match(/"signal":"SIGINT","msg":"stopping"/g)).toHaveLength(1);
  });

  it('and npm run sandbox leave no shell between npm and the server', () => {
    for (const name of ['start', 'sandbox']) {
      expect(manifest.scripts[name]).toMatch(/^exec node --/);
    }
  });
});

/** Whatever is left of it, should the test fail. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have ended.
  }
}
