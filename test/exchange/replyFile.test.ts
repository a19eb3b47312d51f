import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../issuer/store/openStore.ts';
import { SQLITE_REPLIES } from '../../issuer/store/replies/migration.ts';
import { openReplyDatabase, replyFile } from '../../issuer/store/replies/openReplyDatabase.ts';
import { openSqliteReplies } from '../../issuer/store/replies/sqliteReplies.ts';
import { MIGRATIONS } from '../../issuer/store/sqlite/migrate.ts';
import { claimOf, settlementOf } from '../contracts/replyRecords.ts';
import { tempDir } from '../support/tempDir.ts';

const MODULES = new URL('../../issuer/store/replies/', import.meta.url).href;
const CONTRACT = new URL('../contracts/', import.meta.url).href;
const PAGE = 8192;

/** A place for a file, and what is done to it behind the program's back while it is closed. */
async function place() {
  const dir = await tempDir();
  const file = join(dir.path, 'test.db');
  return {
    ...dir,
    file,
    replies: replyFile(file),
    /** Keeps so many replies, each some pages long together. */
    async fill(count: number): Promise<void> {
      const store = openSqliteReplies({ file });
      const sealed = new Uint8Array(1500);
      const keys = Array.from({ length: count }, (_, index) => `${index}`);
      await Promise.all(keys.map((key) => store.settle(settlementOf('a', { key, sealed }))));
      await store.close();
    },
    /** Makes the file look as if the machine had been started since it was opened. */
    restartMachine(): void {
      using db = new DatabaseSync(replyFile(file));
      db.exec('PRAGMA application_id = 1');
    },
    async found(key: string) {
      const store = openSqliteReplies({ file });
      const record = await store.find(key);
      await store.close();
      return record;
    },
  };
}

/** Runs the script over the store in another process, which is killed as it answers. */
async function inProcess(file: string, script: string): Promise<unknown> {
  const program = `
    const { openSqliteReplies } = await import('${MODULES}sqliteReplies.ts');
    const { claimOf, settlementOf } = await import('${CONTRACT}replyRecords.ts');
    const store = openSqliteReplies({ file: ${JSON.stringify(file)} });
    const answer = await (async () => { ${script} })();
    process.stdout.write(JSON.stringify(answer), () => process.kill(process.pid, 'SIGKILL'));`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = await once(child.stdout, 'data');
  await once(child, 'exit');
  return JSON.parse(String(text));
}

/** The locks that this process holds on the file, as Linux lists them. */
async function locksOn(file: string): Promise<readonly string[]> {
  const { ino } = await stat(file);
  const open = await readdir('/proc/self/fdinfo');
  // A descriptor may close meanwhile.
  const read = (fd: string) => readFile(`/proc/self/fdinfo/${fd}`, 'utf8').catch(() => '');
  const lines = (await Promise.all(open.map(read))).flatMap((text) => text.split('\n'));
  return lines.filter((line) => line.startsWith('lock:') && line.includes(`:${ino} `));
}

describe('the file of replies', () => {
  it('lies beside the sessions and can be read by its owner only', async () => {
    await using t = await place();
    const store = await openStore(`sqlite:${t.file}`);
    await store.replies.claim(claimOf('a'));
    const names = (await readdir(t.path)).filter((name) => name.startsWith('test.db-replies'));
    expect(names.sort()).toEqual(['test.db-replies', 'test.db-replies-shm', 'test.db-replies-wal']);
    for (const name of names) expect((await stat(join(t.path, name))).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('takes the place of the table among the sessions of an older version', async () => {
    await using t = await place();
    {
      using old = new DatabaseSync(t.file);
      const before = MIGRATIONS.indexOf(SQLITE_REPLIES) + 2;
      for (const migration of MIGRATIONS.slice(0, before)) old.exec(migration);
      old.exec(`PRAGMA user_version = ${before}`);
    }
    const store = await openStore(`sqlite:${t.file}`);
    expect(await store.replies.claim(claimOf('a'))).toBeNull();
    await store.close();
    using db = new DatabaseSync(t.file);
    expect(db.prepare("SELECT name FROM sqlite_master WHERE name LIKE 'replies%'").all()).toEqual(
      [],
    );
  });

  it('waits for the disk at no commit', async () => {
    await using t = await place();
    using db = openReplyDatabase({ file: t.file, busyTimeout: 1234 });
    const pragma = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
    expect(pragma('synchronous')).toBe(0);
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('page_size')).toBe(PAGE);
    expect(pragma('busy_timeout')).toBe(0);
  });

  it('keeps what was answered when its process is killed', async () => {
    await using t = await place();
    const script =
      "return [await store.claim(claimOf('a')), await store.settle(settlementOf('a'))]";
    expect(await inProcess(t.file, script)).toEqual([null, true]);
    expect(await t.found('k')).toMatchObject({ holder: 'a', state: 'kept' });
  });

  it('gives a lease to one of two processes that start together', async () => {
    await using t = await place();
    const script = 'return store.claim(claimOf(String(process.pid)))';
    const answers = await Promise.all([inProcess(t.file, script), inProcess(t.file, script)]);
    expect(answers.filter((it) => it === null)).toHaveLength(1);
  });
});

describe('a damaged file of replies', () => {
  it('is made anew where it is no database', async () => {
    await using t = await place();
    for (const garbage of ['x', 'garbage '.repeat(4000)]) {
      await writeFile(t.replies, garbage);
      await writeFile(`${t.replies}-wal`, garbage);
      const store = openSqliteReplies({ file: t.file });
      expect(await store.claim(claimOf('a'))).toBeNull();
      await store.close();
      expect(await t.found('k')).toMatchObject({ holder: 'a' });
    }
  });

  it('is made anew once by processes that start together', async () => {
    await using t = await place();
    await writeFile(t.replies, 'garbage '.repeat(4000));
    const script = 'return store.claim(claimOf(String(process.pid)))';
    const answers = await Promise.all([1, 2, 3].map(() => inProcess(t.file, script)));
    expect(answers.filter((it) => it === null)).toHaveLength(1);
  });

  it.runIf(process.platform === 'linux')('costs no lock on the file of the sessions', async () => {
    await using t = await place();
    await (await openStore(`sqlite:${t.file}`)).close();
    for (const text of ['', 'garbage '.repeat(4000)]) {
      await writeFile(t.replies, text);
      const store = await openStore(`sqlite:${t.file}`);
      const locks = await locksOn(t.file);
      await store.close();
      expect(locks).toEqual([expect.stringContaining('READ')]);
    }
  });

  it('is found out after a start of the machine, and made anew', async () => {
    await using t = await place();
    await t.fill(200);
    t.restartMachine();
    const handle = await open(t.replies, 'r+');
    await handle.write(Buffer.alloc(PAGE, 7), 0, PAGE, 3 * PAGE);
    await handle.close();
    expect(await t.found('1')).toBeNull();
    await t.fill(1);
    expect(await t.found('0')).not.toBeNull();
  });

  it('is found out where its end is missing', async () => {
    await using t = await place();
    await t.fill(200);
    t.restartMachine();
    await truncate(t.replies, 5 * PAGE);
    expect(await t.found('1')).toBeNull();
  });

  it('is not what a start of the machine leaves in most cases: replies stay', async () => {
    await using t = await place();
    await t.fill(200);
    t.restartMachine();
    expect(await t.found('1')).toMatchObject({ holder: 'a' });
  });

  it('of a newer version is refused, not deleted', async () => {
    await using t = await place();
    await t.fill(1);
    {
      using db = new DatabaseSync(t.replies);
      db.exec('PRAGMA user_version = 99');
    }
    expect(() => openSqliteReplies({ file: t.file })).toThrow(/newer version/);
  });
});
