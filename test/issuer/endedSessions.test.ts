import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { SQL as POSTGRES } from '../../issuer/store/postgres/sql.ts';
import { MIGRATIONS, migrate as migrateSqlite } from '../../issuer/store/sqlite/migrate.ts';
import { SQL as SQLITE } from '../../issuer/store/sqlite/sql.ts';
import { testDatabase } from '../support/postgres.ts';

// A user who signs in all day has few live sessions and many that were ended to make room.
const OF_A_USER = ['listLive', 'liveIds', 'makeRoom', 'revokeOthers'] as const;

describe('what is done with the sessions of a user', () => {
  it.each(OF_A_USER)('looks at none that has ended, on SQLite: %s', (name) => {
    using db = new DatabaseSync(':memory:');
    migrateSqlite(db, MIGRATIONS);
    const plan = db
      .prepare(`EXPLAIN QUERY PLAN ${SQLITE[name]}`)
      .all()
      .map((it) => it['detail']);
    expect(plan.join('\n')).toMatch(/sessions USING INDEX open_sessions_by_user \(user_id=\?/);
    const index = db
      .prepare(`SELECT sql FROM sqlite_schema WHERE name = 'open_sessions_by_user'`)
      .get();
    expect(index?.['sql']).toMatch(/WHERE revoked_at IS NULL$/);
  });
  it('looks at none that has ended, on PostgreSQL', async () => {
    await using database = await testDatabase();
    await migrate(database.url);
    // An empty table is read as a whole, unless that is forbidden.
    const client = new pg.Client({
      connectionString: database.url,
      options: '-c enable_seqscan=off',
    });
    await client.connect();
    for (const name of OF_A_USER) {
      const { rows } = await client.query(`EXPLAIN (GENERIC_PLAN) ${POSTGRES[name].text}`);
      expect(JSON.stringify(rows), name).toMatch(/open_sessions_by_user/);
    }
    await client.end();
    expect(
      await database.sql(
        `SELECT indexdef FROM pg_indexes WHERE indexname = 'open_sessions_by_user'`,
      ),
    ).toEqual([{ indexdef: expect.stringMatching(/WHERE \(revoked_at IS NULL\)$/) }]);
  });
});
