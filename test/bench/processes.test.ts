import { chmod, mkdtempDisposable, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { meter } from '../../bench/process/meters.ts';
import { startPostgresCluster } from '../../bench/process/postgresCluster.ts';
import { inTurn } from '../../bench/runScenario.ts';

afterEach(() => vi.unstubAllEnvs());

it('gives what a reading has grown by, and nothing where the system does not tell', () => {
  const readings = [0, 3, null, 5];
  const read = () => readings.shift() ?? null;
  expect(meter(read)()).toBe(3);
  expect(meter(read)()).toBeNull();
});

it('drives the subjects backwards in every second round', () => {
  expect([0, 1, 2].map((round) => inTurn(['a', 'b', 'c'], round).join(''))).toEqual([
    ...['abc', 'cba', 'abc'],
  ]);
});

it('leaves nothing of a PostgreSQL that cannot be started', async () => {
  await using dir = await mkdtempDisposable(join(tmpdir(), 'refreshql-test-'));
  // Root runs PostgreSQL as another user.
  await chmod(dir.path, 0o755);
  vi.stubEnv('TMPDIR', dir.path);
  await expect(startPostgresCluster({ prefix: ['false'] })).rejects.toThrow('PostgreSQL has ended');
  expect(await readdir(dir.path)).toEqual([]);
});
