import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { gather, refreshAll, tally } from '../faults/crowd.ts';
import { refreshed, signIn } from '../support/nativeClient.ts';
import { sendRaw } from '../support/rawSocket.ts';
import { programIn } from '../support/runProgram.ts';
import { type Program, startProgram } from '../support/startProgram.ts';
import { SERVICE_KEY } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';

const ENV = { SERVICE_KEY, WORKERS: '2', RATE_LIMITS: 'off', LOG_LEVEL: 'warn' };

/** The text of `/metrics` once these workers take part. */
async function metricsOf({ url }: Program, ...workers: number[]): Promise<string> {
  let text = '';
  const present = async () => {
    text = await (await fetch(`${url}/metrics`)).text();
    return workers.filter((it) => text.includes(`process_cpu_seconds_total{worker="${it}"}`));
  };
  await expect.poll(present, { timeout: 30_000, interval: 50 }).toEqual(workers);
  return text;
}

const REFUSED =
  'mutation { refreshToken(input: { native: { refreshToken: "x" } }) { __typename } }';

/** The processes that a program has started. */
async function childrenOf({ child }: Program): Promise<number[]> {
  const text = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
  return text.trim().split(' ').filter(Boolean).map(Number);
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const sum = (text: string, series: string) =>
  [...text.matchAll(new RegExp(`^${series}[^}]*} (\\d+)$`, 'gm'))].reduce(
    (total, [, value]) => total + Number(value),
    0,
  );

describe.skipIf(process.platform !== 'linux')('two workers on one SQLite file', () => {
  it('give 50 racers with one token one successor, and count them together', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], ENV, dir.path);
    await metricsOf(program, 1, 2);
    const { refreshToken } = await signIn(program.url);
    const racers = Array.from({ length: 50 }, () => refreshed(program.url, refreshToken));
    const tokens = (await Promise.all(racers)).map((it) => it.refreshToken);
    expect(new Set(tokens).size).toBe(1);
    const text = await metricsOf(program, 1, 2);
    const events = (type: string) => sum(text, `refreshql_session_events_total{type="${type}"`);
    expect([events('session.refreshed'), events('session.replayed')]).toEqual([1, 49]);
    expect(program.output().match(/listens on/g)).toHaveLength(1);
    expect(await program.stop('SIGTERM')).toBe(0);
  });

  it('are given connections in turn', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], ENV, dir.path);
    await metricsOf(program, 1, 2);
    const body = JSON.stringify({ query: REFUSED });
    const post = `POST /graphql HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const served = async () => {
      const text = await metricsOf(program, 1, 2);
      return [1, 2].map((it) => sum(text, `refreshql_operations_total\\{.*worker="${it}"`));
    };
    const before = await served();
    for (let count = 0; count < 60; count += 1) await sendRaw(program.url, post);
    const [first = 0, second = 0] = (await served()).map((count, at) => count - before[at]!);
    expect(first + second).toBe(60);
    expect(Math.abs(first - second)).toBeLessThanOrEqual(2);
  });

  it('lose no session when one is killed at work; it comes back on the same port', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], ENV, dir.path);
    await metricsOf(program, 1, 2);
    const [victim, other] = await childrenOf(program);
    const members = await gather(program.url, 200);
    let left = 60;
    await refreshAll(program.url, members, () => {
      left -= 1;
      if (left === 0) process.kill(victim!, 'SIGKILL');
    });
    await metricsOf(program, 1, 2);
    await refreshAll(program.url, members);
    expect(tally(members)).toEqual({ OK: 200 });
    const now = await childrenOf(program);
    expect(now).toHaveLength(2);
    expect([now.includes(victim!), now.includes(other!)]).toEqual([false, true]);
    expect(program.output()).toContain('"worker.restarting"');
  });

  it('keep port and issuer when all of them are killed together', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], ENV, dir.path);
    await metricsOf(program, 1, 2);
    const { refreshToken } = await signIn(program.url);
    for (const pid of await childrenOf(program)) process.kill(pid, 'SIGKILL');
    await metricsOf(program, 1, 2);
    expect((await refreshed(program.url, refreshToken)).rotated).toBe(true);
  });

  it('are all ended by SIGTERM in order', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], { ...ENV, LOG_LEVEL: 'info' }, dir.path);
    await metricsOf(program, 1, 2);
    const pids = await childrenOf(program);
    const startedAt = performance.now();
    expect(await program.stop('SIGTERM')).toBe(0);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
    expect(pids.map(isAlive)).toEqual([false, false]);
    const endings = program.output().match(/"exitCode":0,"signal":null,"msg":"worker.ended"/g);
    expect(endings).toHaveLength(2);
  });

  it('do not outlive the process that started them', async () => {
    await using dir = await tempDir();
    await using program = await startProgram([], ENV, dir.path);
    await metricsOf(program, 1, 2);
    const pids = await childrenOf(program);
    await program.stop('SIGKILL');
    await expect.poll(() => pids.map(isAlive), { timeout: 10_000 }).toEqual([false, false]);
  });
});

describe('workers', () => {
  it('are refused where they could share nothing, and in the sandbox', async () => {
    await using dir = await tempDir();
    const run = programIn(dir.path, { PORT: '0', WORKERS: 'auto', DATABASE_URL: 'memory:' });
    const refused = await run([]);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/^ {2}WORKERS: /m)]);
    const sandbox = await programIn(dir.path, { PORT: '0', WORKERS: '2' })(['--sandbox']);
    expect([sandbox.code, sandbox.stderr]).toEqual([1, expect.stringContaining('WORKERS')]);
  });

  it('that cannot listen end the program, which says why once', async () => {
    await using dir = await tempDir();
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const env = { PORT: String(port), WORKERS: '3', LOG_LEVEL: 'silent' };
    const { code, stdout, stderr } = await programIn(dir.path, env)([]);
    taken.close();
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr.match(/EADDRINUSE/g)).toHaveLength(1);
  });
});
