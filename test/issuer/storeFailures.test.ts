import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../issuer/store/sqliteStore.ts';
import { tempDir } from '../support/tempDir.ts';
import { testIssuer } from './issuerFixture.ts';

const UNAVAILABLE = { code: 'ISSUER_UNAVAILABLE', retryable: true, reauthenticate: false };

async function sqliteIssuer() {
  const dir = await tempDir();
  const file = join(dir.path, 'test.db');
  const store = openSqliteStore({ file, busyTimeout: 20 });
  const other = new DatabaseSync(file);
  return {
    ...testIssuer({ store }),
    other,
    rows: () => other.prepare('SELECT * FROM sessions').all(),
    async [Symbol.asyncDispose]() {
      other.close();
      await store.close();
      await dir[Symbol.asyncDispose]();
    },
  };
}

describe('a store that fails', () => {
  it('refuses while another process holds the write lock, and heals with the same token', async () => {
    await using t = await sqliteIssuer();
    const token = (await t.issue()).refreshToken.reveal();
    const before = t.rows();
    t.other.exec('BEGIN IMMEDIATE');
    const answers = await Promise.all([t.refresh(token), t.refresh(token), t.issue()]);
    for (const answer of answers) expect(answer).toMatchObject(UNAVAILABLE);
    expect(inspect(answers, { depth: 9 })).not.toContain(token);
    t.other.exec('ROLLBACK');
    expect(t.rows()).toEqual(before);
    expect(await t.refresh(token)).toMatchObject({ kind: 'Token' });
  });
  it('refuses every call whose shared commit fails, and counts none of them', async () => {
    await using t = await sqliteIssuer();
    const tokens = [await t.issue(), await t.issue()].map((it) => it.refreshToken.reveal());
    const before = t.rows();
    // A deferred foreign key without its parent is noticed by COMMIT, and by nothing before it.
    t.other.exec(`CREATE TABLE fault (id TEXT REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED);
      CREATE TRIGGER fault_at_commit AFTER UPDATE ON sessions
      BEGIN INSERT INTO fault VALUES ('nobody'); END`);
    const answers = await Promise.all(tokens.map((token) => t.refresh(token)));
    for (const answer of answers) expect(answer).toMatchObject(UNAVAILABLE);
    expect(t.rows()).toEqual(before);
    expect(t.events.filter((it) => it.type !== 'session.issued')).toEqual([]);
    t.other.exec('DROP TRIGGER fault_at_commit');
    expect(await t.refresh(tokens[0] ?? '')).toMatchObject({ kind: 'Token' });
  });
  it('fails alone where a statement rolls the whole transaction back', async () => {
    await using t = await sqliteIssuer();
    const [bad, good] = [await t.issue('mallory'), await t.issue()];
    t.other.exec(`CREATE TRIGGER fault BEFORE UPDATE ON sessions WHEN old.user_id = 'mallory'
      BEGIN SELECT RAISE(ROLLBACK, 'disk full'); END`);
    const answers = await Promise.all([good, bad].map((it) => t.refresh(it.refreshToken.reveal())));
    expect(answers).toMatchObject([{ kind: 'Token' }, UNAVAILABLE]);
  });
  it('does not fail the neighbours of a statement that fails', async () => {
    await using t = await sqliteIssuer();
    const [bad, good] = [await t.issue('mallory'), await t.issue()];
    t.other.exec(`CREATE TRIGGER fault BEFORE UPDATE ON sessions WHEN old.user_id = 'mallory'
      BEGIN SELECT RAISE(ABORT, 'broken'); END`);
    const answers = await Promise.all([bad, good].map((it) => t.refresh(it.refreshToken.reveal())));
    expect(answers).toMatchObject([UNAVAILABLE, { kind: 'Token' }]);
  });
  it('gives a typed refusal for every operation once it is closed', async () => {
    await using t = await sqliteIssuer();
    const grant = await t.issue();
    await t.issuer.close();
    const answers = [
      await t.refresh(grant.refreshToken.reveal()),
      await t.issuer.revoke(grant, t.call),
      await t.issue(),
      await t.issuer.authenticate(grant.accessToken, t.call),
      await t.issuer.activeSessions(['ada'], 1, t.call),
      await t.issuer.sessions(['a'], t.call),
      await t.issuer.revokeSessions({ userId: 'ada' }, t.call),
    ];
    for (const answer of answers) expect(answer).toMatchObject(UNAVAILABLE);
  });
  it('refuses where its tables are gone', async () => {
    await using t = await sqliteIssuer();
    const token = (await t.issue()).refreshToken.reveal();
    t.other.exec('DROP TABLE sessions');
    expect(await t.refresh(token)).toMatchObject(UNAVAILABLE);
    expect(await t.issue()).toMatchObject(UNAVAILABLE);
    await expect(t.store.ping()).rejects.toThrow();
  });
});
