import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { platform } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { claimsOf, gather, refreshAll, tally } from './crowd.ts';

const PRLIMIT = '/usr/bin/prlimit';

/** From now on no file of the process may grow past so many bytes: to it, the disk is full. */
function limitFiles(pid: number | undefined, bytes: number | 'unlimited'): void {
  execFileSync(PRLIMIT, ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);
}

describe.runIf(platform() === 'linux' && existsSync(PRLIMIT))('a disk that takes no more', () => {
  it('refuses every refresh for now, counts none, and heals with the same tokens', async () => {
    await using dir = await tempDir();
    const env = { SERVICE_KEY, RATE_LIMITS: 'off', LOG_LEVEL: 'silent' };
    await using program = await startProgram([], env, dir.path);
    const members = await gather(program.url, 20);
    limitFiles(program.child.pid, 1);
    for (let round = 0; round < 3; round += 1) {
      await refreshAll(program.url, members);
      expect(tally(members)).toEqual({ ISSUER_UNAVAILABLE: 20 });
    }
    limitFiles(program.child.pid, 'unlimited');
    await refreshAll(program.url, members);
    expect(tally(members)).toEqual({ OK: 20 });
    expect(new Set(members.map((it) => claimsOf(it.token).gen))).toEqual(new Set([1]));
  }, 60_000);
  it('that fills up on the way takes back no token it has given', async () => {
    await using dir = await tempDir();
    const env = { SERVICE_KEY, RATE_LIMITS: 'off', LOG_LEVEL: 'silent' };
    await using program = await startProgram([], env, dir.path);
    const members = await gather(program.url, 20);
    limitFiles(program.child.pid, 600_000);
    let outcomes: Record<string, number> = {};
    for (let round = 0; round < 100 && !('ISSUER_UNAVAILABLE' in outcomes); round += 1) {
      await refreshAll(program.url, members);
      outcomes = tally(members);
    }
    expect(Object.keys(outcomes)).toContain('ISSUER_UNAVAILABLE');
    expect(Object.keys(outcomes)).not.toContain('TOKEN_REUSED');
    limitFiles(program.child.pid, 'unlimited');
    await refreshAll(program.url, members);
    expect(tally(members)).toEqual({ OK: 20 });
  }, 60_000);
});
