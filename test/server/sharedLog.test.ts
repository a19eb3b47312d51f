import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, createReadStream, openSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { tempDir } from '../support/tempDir.ts';

const LOG = new URL('../../server/log.ts', import.meta.url).href;
const LINES = 10_000;

const script = (user: string) => `
  const { createLog } = await import('${LOG}');
  const log = createLog({ level: 'info', shared: true });
  for (let count = 0; count < ${LINES}; count += 1) {
    log.info({ userId: '${user}'.repeat(40), count }, 'line');
    if (count % 200 === 0) await new Promise(setImmediate);
  }
  process.send('logged', () => process.disconnect());`;

it.skipIf(process.platform !== 'linux')(
  'processes that log into one full pipe do not tear the lines of each other',
  async () => {
    await using dir = await tempDir();
    const path = join(dir.path, 'pipe');
    execFileSync('mkfifo', [path]);
    // Opening one end waits for the other, but for both together.
    const writer = openSync(path, constants.O_RDWR);
    const reader = openSync(path, constants.O_RDONLY);
    const logged = ['a', 'b'].map((user) => {
      const args = ['--input-type=module', '--eval', script(user)];
      const stdio = ['ignore', writer, 'inherit', 'ipc'] as const;
      return once(spawn(process.execPath, args, { stdio: [...stdio] }), 'message');
    });
    closeSync(writer);
    // Nothing is read before both have far more to write than the pipe holds.
    await Promise.all(logged);
    const lines: string[] = [];
    // Room for one page at a time makes the writers take turns.
    const input = createReadStream(path, { fd: reader, highWaterMark: 4096 });
    for await (const line of createInterface({ input })) lines.push(line);
    const whole = /^\{"level":"info".*"userId":"(a{40}|b{40})","count":\d+,"msg":"line"\}$/;
    expect(lines.filter((line) => !whole.test(line))).toEqual([]);
    expect(lines).toHaveLength(2 * LINES);
  },
);
