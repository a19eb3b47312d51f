import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { replyFile } from '../../issuer/store/replies/openReplyDatabase.ts';
import { openSqliteReplies } from '../../issuer/store/replies/sqliteReplies.ts';
import { tempDir } from '../support/tempDir.ts';
import { grant, shown, T0, testExchange } from './exchangeFixture.ts';

describe('an exchange over SQLite', () => {
  it('answers a reply that a locked file does not take, and stores it when the lock is gone', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteReplies({ file, busyTimeout: 0 });
    using other = new DatabaseSync(replyFile(file));
    const t = testExchange({ store });
    t.upstream.answer = async () => {
      other.exec('BEGIN IMMEDIATE');
      return grant('u');
    };
    expect(shown(await t.refresh('t'))).toBe('at_of_u u');
    await t.timers.pass(1000);
    expect(t.types()).toEqual(['persist_failure']);
    other.exec('ROLLBACK');
    await t.timers.pass(1000);
    expect(t.types()).toEqual(['persist_failure', 'persist_recovered']);
    await t.exchange.close();
    await store.close();
    // Another process.
    const later = openSqliteReplies({ file });
    const restarted = testExchange({ store: later, upstream: t.upstream });
    expect(shown(await restarted.refresh('t'))).toBe('at_of_u u');
    expect(t.upstream.sent).toEqual(['t']);
    await later.close();
  });

  it('sends nothing while the file is locked, and goes on afterwards', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteReplies({ file, busyTimeout: 0 });
    using other = new DatabaseSync(replyFile(file));
    const t = testExchange({ store });
    other.exec('BEGIN IMMEDIATE');
    expect(shown(await t.refresh('t'))).toBe('ISSUER_UNAVAILABLE');
    expect(t.upstream.sent).toEqual([]);
    other.exec('ROLLBACK');
    expect(shown(await t.refresh('t'))).toBe("at_of_t' t'");
    await t.exchange.close();
    await store.close();
  });

  it('keeps one row for each token', async () => {
    await using dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const store = openSqliteReplies({ file });
    await testExchange({ store }).refresh('t');
    await store.close();
    using db = new DatabaseSync(replyFile(file));
    expect(db.prepare('SELECT state, spent, expires_at FROM replies').all()).toEqual([
      { state: 'kept', spent: 1, expires_at: T0 + 30_000 },
    ]);
  });
});
