import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openOutput } from '../../server/log/openOutput.ts';
import { tempDir } from '../support/tempDir.ts';

const OUTPUT = new URL('../../server/log/openOutput.ts', import.meta.url).href;

it('writes few lines soon, though it waits for more', async () => {
  await using dir = await tempDir();
  const dest = join(dir.path, 'log');
  const output = openOutput({ dest });
  output.write('one\n');
  output.write('two, with ünï\n');
  await vi.waitFor(async () => expect(await readFile(dest, 'utf8')).toBe('one\ntwo, with ünï\n'));
});

it.each([
  ['of one byte', 'a'],
  ['that take many bytes', '\u{1F511}'],
])('writes whole lines at a time, of characters %s', async (_what, character) => {
  await using dir = await tempDir();
  const dest = join(dir.path, 'log');
  const output = openOutput({ dest, maxWrite: 4096 });
  const lines = Array.from(
    { length: 300 },
    (_, count) => `${count} ${character.repeat(count % 290)}\n`,
  );
  lines.push(`${character.repeat(5000)}\n`, 'last\n');
  for (const line of lines) output.write(line);
  await new Promise<void>((done) => output.flush(done));
  expect(await readFile(dest, 'utf8')).toBe(lines.join(''));
});

it('writes what has come during a write in one piece', async () => {
  await using dir = await tempDir();
  await using file = await open(join(dir.path, 'log'), 'w');
  const output = openOutput({ dest: file.fd });
  const write = vi.spyOn(fs, 'write');
  onTestFinished(() => write.mockRestore());
  for (let count = 0; count < 60; count += 1) output.write(`${'x'.repeat(999)}\n`);
  await new Promise<void>((done) => output.flush(done));
  const sizes = write.mock.calls.map(([, bytes]) => (bytes as unknown as Buffer).length);
  expect(sizes).toEqual([4000, 56_000]);
});

it('keeps the order of its lines when it is flushed between them', async () => {
  await using dir = await tempDir();
  const dest = join(dir.path, 'log');
  const output = openOutput({ dest });
  for (const line of ['one\n', 'two\n', 'three\n']) {
    output.write(line);
    await new Promise<void>((done) => output.flush(done));
  }
  expect(await readFile(dest, 'utf8')).toBe('one\ntwo\nthree\n');
});

it.each(['process.exit(3)', 'throw new Error("expected here")', ''])(
  'loses no line of a process that ends by: %s',
  (ending) => {
    const script = `
      const { openOutput } = await import('${OUTPUT}');
      const output = openOutput({ dest: 1 });
      for (let count = 0; count < 500; count += 1) output.write('line ' + count + '\\n');
      ${ending}`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
      encoding: 'utf8',
    });
    // A write that was under way may land behind those of the exit, so the order is not what is promised.
    const lines = stdout.trimEnd().split('\n').sort(byNumber);
    expect(lines).toEqual(Array.from({ length: 500 }, (_, count) => `line ${count}`));
  },
);

function byNumber(a: string, b: string): number {
  return Number(a.slice(5)) - Number(b.slice(5));
}

it('loses no line where a write that was begun at the end would come too late', () => {
  const script = `
    const { openOutput } = await import('${OUTPUT}');
    const { pbkdf2 } = await import('node:crypto');
    const output = openOutput({ dest: 1 });
    output.write('last\\n');
    process.prependListener('exit', () => pbkdf2('a', 'b', 1_000_000, 32, 'sha512', () => {}));`;
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], {
    encoding: 'utf8',
    env: { ...process.env, UV_THREADPOOL_SIZE: '1' },
  });
  expect(stdout).toBe('last\n');
});

it.skipIf(process.platform !== 'linux')('lets a process work and end whose log has no room', () => {
  const script = `
    const { openOutput } = await import('${OUTPUT}');
    const output = openOutput({ dest: 1 });
    output.write('x'.repeat(5000) + '\\n');
    await new Promise((done) => output.flush(done));
    output.write('one more\\n');
    process.stderr.write('at work');
    process.exitCode = 3;`;
  const full = fs.openSync('/dev/full', 'w');
  onTestFinished(() => fs.closeSync(full));
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    {
      stdio: ['ignore', full, 'pipe'],
      timeout: 30_000,
    },
  );
  expect([status, String(stderr)]).toEqual([3, 'at work']);
});

it('writes everything, in order, once there is room again', async () => {
  await using dir = await tempDir();
  const dest = join(dir.path, 'log');
  await using file = await open(dest, 'w');
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const write = vi.spyOn(fs, 'write').mockImplementationOnce(((...args: unknown[]) => {
    const noRoom = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    (args.at(-1) as (cause: Error) => void)(noRoom);
  }) as never);
  onTestFinished(() => {
    write.mockRestore();
    vi.useRealTimers();
  });
  const output = openOutput({ dest: file.fd });
  const lines = Array.from({ length: 9 }, (_, count) => `${count} ${'x'.repeat(999)}\n`);
  for (const line of lines) output.write(line);
  expect(await readFile(dest, 'utf8')).toBe('');
  await vi.advanceTimersByTimeAsync(1000);
  await new Promise<void>((done) => output.flush(done));
  expect(await readFile(dest, 'utf8')).toBe(lines.join(''));
});

it('counts the lines that it has no room for while a write stands still', async () => {
  await using dir = await tempDir();
  const dest = join(dir.path, 'log');
  const output = openOutput({ dest, maxWaiting: 10_000 });
  for (let count = 0; count < 50; count += 1) output.write(`${'x'.repeat(999)}\n`);
  await new Promise<void>((done) => output.flush(done));
  output.write('later\n');
  await new Promise<void>((done) => output.flush(done));
  const lines = (await readFile(dest, 'utf8')).trimEnd().split('\n');
  const told = lines.filter((line) => line.includes('log.dropped')).map((line) => JSON.parse(line));
  expect(told).toEqual([
    { level: 'warn', time: expect.any(String), count: 50 - (lines.length - 2), msg: 'log.dropped' },
  ]);
  expect(told[0].count).toBeGreaterThan(30);
  expect(lines.at(-1)).toBe('later');
});
