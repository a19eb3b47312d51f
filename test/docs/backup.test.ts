import { execFile, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { programIn } from '../support/runProgram.ts';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

const PAGE = readFileSync(join(import.meta.dirname, '../../docs/operations.md'), 'utf8');
const [, section = ''] = /^### Backup\n(.*?)^##/ms.exec(PAGE) ?? [];
const [backUp, restore] = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, text]) => text!);

// The page is for machines that have it.
const hasSqlite3 = spawnSync('sqlite3', ['--version']).status === 0;

describe.skipIf(!hasSqlite3)('the commands of docs/operations.md for a backup of SQLite', () => {
  it('bring back what was there, also where a killed process has left the log of the old database', async () => {
    await using dir = await tempDir();
    const data = join(dir.path, 'data');
    const env = { SERVICE_KEY, ISSUER_URL: 'http://auth.localhost' };
    const shell = (commands: string) =>
      promisify(execFile)('sh', ['-e', '-c', commands], { cwd: data });
    const modeOf = async (file: string) => (await stat(join(data, file))).mode & 0o777;

    await using before = await startProgram([], env, dir.path);
    const { refreshToken } = await signIn(before.url, 'ada');
    await shell(backUp!);
    await signIn(before.url, 'bob');
    await before.stop('SIGKILL');
    expect((await stat(join(data, 'refreshql.db-wal'))).size).toBeGreaterThan(0);
    await shell(restore!);
    expect([await modeOf('copy.db'), await modeOf('refreshql.db')]).toEqual([0o600, 0o600]);

    await using after = await startProgram([], env, dir.path);
    await refreshed(after.url, refreshToken);
    const run = programIn(dir.path, env);
    const { stdout } = await run(['sessions', 'list', '--user', 'bob']);
    expect(stdout).toBe('The user has no live session.\n');
  });
});
