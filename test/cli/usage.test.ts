import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { COMMANDS } from '../../server/cli/commands.ts';
import { tempDir } from '../support/tempDir.ts';
import { commandsIn } from './commandsIn.ts';

// Other tests may keep this machine busy.
vi.setConfig({ testTimeout: 30_000 });

const ROOT = join(import.meta.dirname, '../..');
const dir = await tempDir();
afterAll(() => dir[Symbol.asyncDispose]());
const run = commandsIn(dir.path);
const TOKEN = 'eyJhbGciOiJIUzI1NiJ9.eyJCANARY.SIGNATURE';

describe('the command line', () => {
  it('lists every command and explains each', async () => {
    const { code, stdout } = await run(['--help']);
    expect(code).toBe(0);
    for (const [name, { summary, load }] of COMMANDS) {
      expect(stdout).toContain(`  ${name} `);
      expect((await load()).help(name, summary)).toMatch(new RegExp(`^Usage: refreshql ${name}`));
    }
    const keys = await run(['keys', 'rotate', '--help']);
    expect(keys).toMatchObject({ code: 0, stderr: '' });
    expect(keys.stdout).toContain('--in SECONDS');
  });

  it('is documented whole', async () => {
    const page = await readFile(join(ROOT, 'docs/cli.md'), 'utf8');
    for (const [name, { summary, load }] of COMMANDS) {
      expect(page).toContain(`\`${name}`);
      for (const [, option] of (await load()).help(name, summary).matchAll(/^ {2}(--[a-z-]+)/gm)) {
        expect(page, `${name} ${option}`).toContain(`\`${option}`);
      }
    }
  });

  it.each([
    ['an unknown command', ['tokens']],
    ['half a command', ['token']],
    ['a token as a word', ['token', 'refresh', TOKEN]],
    ['a token as a command', [TOKEN]],
    ['a token as an option', ['token', 'inspect', `--${TOKEN}`]],
    ['a token as the value of an unknown option', ['token', 'revoke', '--token', TOKEN]],
    ['a token as the value of a switch', ['token', 'revoke', `--json=${TOKEN}`]],
    ['an option without its value', ['sessions', 'list', '--user']],
    ['no user', ['token', 'issue']],
    ['two selections', ['sessions', 'revoke', '--id', 'a', '--user', 'b']],
    ['too short a lead', ['keys', 'rotate', '--in', '329']],
    [
      'a leaked key to be replaced by one that does not sign',
      ['keys', 'rotate', '--drop', '--alg', 'RS256'],
    ],
    ['an unknown kind of key', ['keys', 'rotate', 'service']],
  ])('ends with 2 and repeats nothing for %s', async (_name, args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/eyJ|CANARY|SIGNATURE/);
  });

  it('ends with 1 and all problems where the configuration is wrong', async () => {
    const wrong = commandsIn(dir.path, { PORT: 'x', SIGNING_KEYS: '{"keys":"CANARY"}' });
    const { code, stdout, stderr } = await wrong(['db', 'status']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/PORT: .*\n.*SIGNING_KEYS: /s);
    expect(stderr).not.toContain('CANARY');
  });

  it('ends with 1 and a sentence where the port is taken', async () => {
    const { createServer } = await import('node:net');
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await commandsIn(dir.path, { PORT: String(port) })([]);
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/EADDRINUSE/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('ends quietly when its reader has seen enough', async () => {
    const bin = join(ROOT, 'bin/refreshql.js');
    const child = spawn('sh', ['-c', '"$0" "$1" schema | head -n 1', process.execPath, bin]);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk) => (stdout += chunk));
    child.stderr.on('data', (chunk) => (stderr += chunk));
    await once(child, 'close');
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).toBe('');
  });

  it('prints the schemas that are committed', async () => {
    const [api, subgraph] = [await run(['schema']), await run(['schema', '--subgraph'])];
    expect(api.stdout).toBe(await readFile(join(ROOT, 'schema.graphql'), 'utf8'));
    expect(subgraph.stdout).toBe(await readFile(join(ROOT, 'schema.subgraph.graphql'), 'utf8'));
  });

  it('runs as npx refreshql in the clone', async () => {
    const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'));
    const bin = await readFile(join(ROOT, manifest.bin.refreshql), 'utf8');
    // Node takes options by the first line too, so that both ways of starting it are one.
    const node = manifest.scripts.start
      .replace(/^exec /, '')
      .replace(` ${manifest.bin.refreshql}`, '');
    expect(bin).toMatch(/^#!/);
    expect(bin.split('\n')[0]).toBe(`#!/usr/bin/env -S ${node}`);
  });
});
