import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../issuer/store/openStore.ts';
import { openDatabase } from '../../issuer/store/sqlite/openDatabase.ts';
import { openSqliteStore } from '../../issuer/store/sqliteStore.ts';
import { newSession, presented, T0 } from '../contracts/newSession.ts';
import { tempDir } from '../support/tempDir.ts';

const MODULES = new URL('../../issuer/store/', import.meta.url).href;
const CONTRACT = new URL('../contracts/', import.meta.url).href;

/** Starts a process that opens the store, says so, runs the script when told to, and is killed as it answers. */
function startProcess(file: string, script: string) {
  const program = `
    const { openSqliteStore } = await import('${MODULES}sqliteStore.ts');
    const store = openSqliteStore({ file: ${JSON.stringify(file)} });
    process.stdout.write('ready');
    await new Promise((resolve) => process.stdin.once('data', resolve));
    const answer = await (async () => { ${script} })();
    process.stdout.write(JSON.stringify(answer), () => process.kill(process.pid, 'SIGKILL'));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program]);
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const ready = once(child.stdout, 'data').then(([text]) =>
    expect(`${text}${errors}`).toBe('ready'),
  );
  const answer = async () => {
    child.stdin.write('go');
    const [text] = await once(child.stdout, 'data');
    await once(child, 'exit');
    return JSON.parse(String(text)) as string[];
  };
  return { ready, answer, [Symbol.dispose]: () => void child.kill('SIGKILL') };
}

/** Counts the commits in a write-ahead log (https://sqlite.org/fileformat2.html#walformat). */
async function commitsIn(file: string): Promise<number> {
  const [HEADER, FRAME_HEADER, SIZE_AFTER_COMMIT] = [32, 24, 4];
  const log = await readFile(file);
  const step = FRAME_HEADER + log.readUInt32BE(8);
  let commits = 0;
  for (let frame = HEADER; frame < log.length; frame += step) {
    if (log.readUInt32BE(frame + SIZE_AFTER_COMMIT) > 0) commits += 1;
  }
  return commits;
}

const rotateOften = (times: number) => `
  const rotation = ${JSON.stringify(presented('a', 0, 1))};
  const facts = await Promise.all(Array.from({ length: ${times} }, () => store.rotate(rotation)));
  return facts.map((fact) => fact.type + ' ' + fact.session.generation);`;

describe('the embedded database', () => {
  it('keeps generations, revocations and versions across a restart', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const first = openSqliteStore({ file });
    for (const id of ['a', 'b', 'c']) await first.open(newSession({ id, userId: id }));
    await first.rotate(presented('a', 0, 1));
    await first.rotate(presented('b', 0, 1));
    await first.rotate(presented('b', 1, 2));
    await first.rotate(presented('b', 0, 3));
    await first.revoke({ userId: 'c' }, T0 + 4);
    const before = await first.find(['a', 'b', 'c']);
    await first.close();
    const second = openSqliteStore({ file });
    expect(await second.find(['a', 'b', 'c'])).toEqual(before);
    const facts = await Promise.all([
      second.rotate(presented('a', 0, 5)),
      second.rotate(presented('b', 2, 5)),
      second.rotate(presented('c', 0, 5)),
    ]);
    expect(facts.map((it) => it.type)).toEqual(['replayed', 'revoked', 'revoked']);
    await second.close();
  });
  it('keeps every answered rotation when its process is killed', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteStore({ file });
    await store.open(newSession({ id: 'a' }));
    using child = startProcess(file, rotateOften(3));
    await child.ready;
    expect(await child.answer()).toContain('rotated 1');
    expect(await store.rotate(presented('a', 0, 2))).toMatchObject({ type: 'replayed' });
    await store.close();
  });
  it('waits for the disk at every commit, and blocks at no lock once it is open', async () => {
    await using dir = await tempDir();
    using db = openDatabase({ file: join(dir.path, 'test.db'), busyTimeout: 1234 });
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    const FULL = 2;
    expect(pragma('synchronous')).toBe(FULL);
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('busy_timeout')).toBe(0);
  });
  it('can be read by its owner only, in a directory of its own', async () => {
    await using dir = await tempDir();
    const folder = join(dir.path, 'new', 'data');
    const store = openSqliteStore({ file: join(folder, 'test.db') });
    await store.open(newSession());
    const names = await readdir(folder);
    expect(names.sort()).toEqual(['test.db', 'test.db-shm', 'test.db-wal']);
    for (const name of names) expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    await store.close();
  });
  it('can be read by its owner only also where a link leads to it', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    await symlink(join(dir.path, 'elsewhere.db'), file);
    await openSqliteStore({ file }).close();
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });
  it.skipIf(process.getuid?.() === 0)('is refused where it cannot be written', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    await openSqliteStore({ file }).close();
    await chmod(file, 0o400);
    expect(() => openSqliteStore({ file })).toThrow(/EACCES/);
  });
  it('is not touched when a newer version of the program made it', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    await openSqliteStore({ file }).close();
    using db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 99');
    expect(() => openSqliteStore({ file })).toThrow(/newer version/);
    expect(db.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
  });
  it('writes nothing for a replay', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteStore({ file });
    await store.open(newSession({ id: 'a' }));
    await store.rotate(presented('a', 0, 1));
    const { size } = await stat(`${file}-wal`);
    const facts = await Promise.all([1, 2, 3].map((at) => store.rotate(presented('a', 0, at))));
    expect(facts.map((it) => it.type)).toEqual(['replayed', 'replayed', 'replayed']);
    expect((await stat(`${file}-wal`)).size).toBe(size);
    await store.rotate(presented('a', 1, 4));
    expect((await stat(`${file}-wal`)).size).toBeGreaterThan(size);
    await store.close();
  });
  it('shares one commit between rotations that are in flight together', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteStore({ file });
    const ids = Array.from({ length: 20 }, (_, index) => `s${index}`);
    await Promise.all(ids.map((id) => store.open(newSession({ id }))));
    const before = await commitsIn(`${file}-wal`);
    await Promise.all(ids.map((id) => store.rotate(presented(id, 0, 1))));
    expect(await commitsIn(`${file}-wal`)).toBe(before + 1);
    await store.close();
  });
});

describe('two processes on one file', () => {
  it('rotate once for 50 concurrent presentations, and agree on the successor', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteStore({ file });
    await store.open(newSession({ id: 'a' }));
    await store.close();
    using one = startProcess(file, rotateOften(25));
    using two = startProcess(file, rotateOften(25));
    await Promise.all([one.ready, two.ready]);
    const facts = (await Promise.all([one.answer(), two.answer()])).flat();
    expect(facts.filter((it) => it === 'rotated 1')).toHaveLength(1);
    expect(facts.filter((it) => it === 'replayed 1')).toHaveLength(49);
  }, 20_000);
  it('can both make it when they start together', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'new', 'test.db');
    const script = `
      const { newSession } = await import('${CONTRACT}newSession.ts');
      const { id } = (await store.open(newSession())).session;
      return [id];`;
    using one = startProcess(file, script);
    using two = startProcess(file, script);
    using three = startProcess(file, script);
    await Promise.all([one.ready, two.ready, three.ready]);
    const ids = await Promise.all([one.answer(), two.answer(), three.answer()]);
    const store = openSqliteStore({ file });
    expect(await store.find(ids.flat())).toHaveLength(3);
    await store.close();
  }, 20_000);
});

describe('a database URL', () => {
  it('opens the store it names, and is not in the error where it names none', async () => {
    await using dir = await tempDir();
    for (const url of ['memory:', `sqlite:${join(dir.path, 'test.db')}`]) {
      const store = await openStore(url);
      await store.ping();
      await store.close();
    }
    for (const url of [
      'postgres://u:canary@127.0.0.1:1/x',
      'mysql://u:canary@db',
      'canary',
      'sqlite:',
    ]) {
      await expect(openStore(url)).rejects.not.toThrow(/canary/);
    }
  });
});
