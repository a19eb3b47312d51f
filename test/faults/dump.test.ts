import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { TokenGrant } from '../../domain/grant.ts';
import { openStore } from '../../issuer/store/openStore.ts';
import { testIssuer } from '../issuer/issuerFixture.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';

type Dump = () => Promise<readonly unknown[]>;

/** A store in a place whose every value can be read behind the program's back. */
const PLACES: Readonly<
  Record<string, () => Promise<AsyncDisposable & { url: string; dump: Dump }>>
> = {
  async sqlite() {
    const dir = await tempDir();
    const file = join(dir.path, 'test.db');
    const dump: Dump = async () => {
      using db = new DatabaseSync(file);
      const names = db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
      return names.flatMap(({ name }) =>
        db
          .prepare(`SELECT * FROM "${name}"`)
          .all()
          .flatMap((row) => Object.values(row)),
      );
    };
    return { ...dir, url: `sqlite:${file}`, dump };
  },
  async postgres() {
    const database = await testDatabase();
    const dump: Dump = async () => {
      const names = await database.sql(
        `SELECT tablename FROM pg_tables WHERE schemaname = 'public'`,
      );
      const tables = await Promise.all(
        names.map(({ tablename }) => database.sql(`SELECT * FROM ${tablename}`)),
      );
      return tables.flat().flatMap((row) => Object.values(row));
    };
    return {
      url: database.url,
      dump,
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  },
};

describe.each(Object.entries(PLACES))('a dump of the store on %s', (_, open) => {
  it('holds no part of a token, and no value in it signs one', async () => {
    await using place = await open();
    const store = await openStore(place.url, { audit: 'all' });
    const t = testIssuer({ store: store.sessions });
    const first = (await t.issue()) as TokenGrant;
    const second = (await t.refresh(first.refreshToken.reveal())) as TokenGrant;
    const values = (await place.dump()).map(String);
    expect(values.length).toBeGreaterThan(20);
    const tokens = [first, second].flatMap((it) => [it.refreshToken, it.accessToken]);
    const parts = tokens.flatMap((it) => it.reveal().split('.')).filter((it) => it.length > 40);
    for (const part of parts) expect(values.join('\n')).not.toContain(part);
    const [header, payload] = second.refreshToken.reveal().split('.');
    for (const value of values) {
      const signature = createHmac('sha256', value).update(`${header}.${payload}`);
      const forged = `${header}.${payload}.${signature.digest('base64url')}`;
      expect(await t.refresh(forged)).toMatchObject({ code: 'TOKEN_INVALID' });
    }
    await store.close();
  });
});
