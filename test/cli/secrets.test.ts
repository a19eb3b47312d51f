import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { generateJwk } from '../issuer/jwkSets.ts';
import { programIn } from '../support/runProgram.ts';
import { tempDir } from '../support/tempDir.ts';

const ROOT_SECRET = 'CANARY-root-secret-0123456789-abcdef';
const SERVICE_KEY = 'CANARY-service-key-0123456789-abcdef';

/** What is asked of each command; `serve` would not end by itself. */
const CALLS: Readonly<Record<string, readonly string[]>> = {
  serve: ['--print-config'],
  'sessions list': ['--user', 'ada'],
  'sessions revoke': ['--user', 'nobody'],
  'sessions audit': ['--user', 'ada'],
  'token issue': ['--user', 'ada'],
};
const PRINTS_SECRETS = new Set(['token issue', 'token refresh', 'keys rotate']);

describe('every command, as a process of its own, prints no secret', () => {
  it('unless that is what it is for, and then on standard output only', async () => {
    await using dir = await tempDir();
    const jwk = await generateJwk('EdDSA');
    const run = programIn(dir.path, {
      ROOT_SECRET,
      SERVICE_KEY,
      SIGNING_KEYS: JSON.stringify({ keys: [jwk] }),
      WALLETKIT_TESTNET_URL: 'http://127.0.0.1:9',
      WALLETKIT_MAINNET_URL: 'http://127.0.0.1:9',
      DATABASE_URL: 'sqlite:data/refreshql.db',
    });
    const { stdout } = await run(['token', 'issue', '--user', 'ada', '--only', 'refresh']);
    const token = stdout.trim();
    const secrets = ['CANARY', jwk.d!, token.split('.')[2]!];
    const holds = (text: string) => secrets.filter((it) => text.includes(it));
    for (const name of COMMANDS.keys()) {
      const input = name.startsWith('token') ? token : '';
      const ended = await run([...name.split(' '), ...(CALLS[name] ?? [])], input);
      expect([name, holds(ended.stderr)]).toEqual([name, []]);
      expect([name, ended.code === 0 || ended.code === 1]).toEqual([name, true]);
      expect(ended.stderr).not.toMatch(/^\s+at /m);
      if (!PRINTS_SECRETS.has(name)) expect([name, holds(ended.stdout)]).toEqual([name, []]);
    }
    const store = await readFile(join(dir.path, 'data/refreshql.db'), 'latin1');
    expect(holds(store)).toEqual([]);
  }, 60_000);
});
