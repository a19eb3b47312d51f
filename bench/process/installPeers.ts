import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = join(import.meta.dirname, '../peers');
const STAMP = join(HERE, 'node_modules/.installed-from');

/** Installs the packages of bench/peers as its lockfile says, unless they are there; throws where npm fails. */
export function installPeers(): void {
  const lock = readFileSync(join(HERE, 'package-lock.json'));
  const wanted = createHash('sha256').update(lock).digest('hex');
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === wanted) return;
  const npm = ['ci', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', npm, { cwd: HERE, stdio: 'inherit' });
  if (status !== 0) throw new Error('npm ci in bench/peers has failed.');
  writeFileSync(STAMP, wanted);
}
