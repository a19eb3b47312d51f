import { describe, expect, it } from 'vitest';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn } from './commandsIn.ts';

const T0 = 1_800_000_000_000;
const SECOND = 1000;

/** A command line whose clock stands still until it is set. */
async function commandsAt(env: Readonly<Record<string, string>> = {}) {
  const dir = await tempDir();
  const clock = { now: T0 };
  const run = commandsIn(dir.path, env, () => clock.now);
  const issue = async () =>
    (await run(['token', 'issue', '--user', 'ada', '--only', 'refresh'])).stdout;
  const inspect = async (token: string) => {
    const { code, stdout } = await run(['token', 'inspect', '--json'], token);
    return { code, standing: JSON.parse(stdout).standing as string };
  };
  return { ...dir, clock, run, issue, inspect };
}

describe('token inspect', () => {
  it('says what a refresh does with a spent token, to the last second of each window', async () => {
    await using it = await commandsAt({ REUSE_GRACE: '30', LOST_RESPONSE_WINDOW: '100' });
    const token = await it.issue();
    it.clock.now += 7 * SECOND;
    const spentAt = it.clock.now;
    expect(await it.run(['token', 'refresh'], token)).toMatchObject({ code: 0 });
    const standings: string[] = [];
    for (const seconds of [29, 30, 99, 100]) {
      it.clock.now = spentAt + seconds * SECOND;
      standings.push((await it.inspect(token)).standing);
    }
    expect(standings).toEqual([
      'spent: a refresh gives its successor again',
      'spent: a refresh makes up for a lost reply',
      'spent: a refresh makes up for a lost reply',
      'spent: a refresh ends the session as stolen',
    ]);
  });

  it('says when a refresh token has expired', async () => {
    await using it = await commandsAt({ ACCESS_TOKEN_TTL: '60', REFRESH_TOKEN_TTL: '60' });
    const token = await it.issue();
    it.clock.now += 59 * SECOND;
    expect(await it.inspect(token)).toEqual({ code: 0, standing: 'live' });
    it.clock.now += SECOND;
    expect(await it.inspect(token)).toEqual({ code: 1, standing: 'expired' });
    expect((await it.run(['token', 'refresh'], token)).stderr).toMatch(/^TOKEN_EXPIRED/);
  });

  it('says of a token that expired after it was spent in time that it still has a successor', async () => {
    await using it = await commandsAt({ ACCESS_TOKEN_TTL: '60', REFRESH_TOKEN_TTL: '60' });
    const token = await it.issue();
    it.clock.now += 50 * SECOND;
    await it.run(['token', 'refresh'], token);
    it.clock.now += 20 * SECOND;
    expect((await it.inspect(token)).standing).toMatch(/gives its successor again/);
    expect(await it.run(['token', 'refresh'], token)).toMatchObject({ code: 0 });
  });

  it('names the setting where tokens were made under another ISSUER_URL', async () => {
    await using it = await commandsAt({ ISSUER_URL: 'https://old.example' });
    const { stdout } = await it.run(['token', 'issue', '--user', 'ada', '--json']);
    const pair = JSON.parse(stdout);
    const run = commandsIn(it.path, { ISSUER_URL: 'https://new.example' }, () => T0);
    for (const token of [pair.refreshToken, pair.accessToken]) {
      const inspected = await run(['token', 'inspect'], token);
      expect(inspected.code).toBe(1);
      expect(inspected.stdout).toMatch(/^signature {3}valid$/m);
      expect(inspected.stdout).toMatch(/^standing {4}of another issuer \(ISSUER_URL\)$/m);
    }
    const refused = await run(['token', 'refresh'], pair.refreshToken);
    expect(refused.stderr).toMatch(/^TOKEN_INVALID/);
  });
});
