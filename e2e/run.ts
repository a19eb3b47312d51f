import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// `npm run e2e`: installs what is missing, then checks the types of the examples and runs the tests.

const HERE = import.meta.dirname;
const STAMP = join(HERE, 'node_modules/.installed-from');
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

installPackages();
installChromium();
run('tsc', ['-p', HERE]);
run(join(HERE, 'node_modules/.bin/relay-compiler'), ['--validate', 'relay.config.json'], {
  cwd: join(HERE, '../examples/clients/relay'),
});
run('vitest', ['run', ...process.argv.slice(2)]);

function installPackages(): void {
  const lock = createHash('sha256').update(readFileSync(join(HERE, 'package-lock.json')));
  const wanted = lock.digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  run('npm', ['ci', '--no-audit', '--no-fund']);
  writeFileSync(STAMP, wanted);
}

function installChromium(): void {
  if (existsSync(CHROMIUM)) return;
  if (process.env['CHROMIUM'] !== undefined || process.getuid?.() !== 0) {
    process.stderr.write(
      `There is no ${CHROMIUM}: install Debian's package "chromium", or set CHROMIUM.\n`,
    );
    process.exit(1);
  }
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
}

function run(command: string, args: readonly string[], options: SpawnSyncOptions = {}): void {
  const { status, error } = spawnSync(command, args, { cwd: HERE, stdio: 'inherit', ...options });
  if (error !== undefined) process.stderr.write(`${command}: ${error.message}\n`);
  if (status !== 0) process.exit(status ?? 1);
}
