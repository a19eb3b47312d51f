import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TokenGrant } from '../../domain/grant.ts';
import { openStore } from '../../issuer/store/openStore.ts';
import { testIssuer } from '../issuer/issuerFixture.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';

const tokenOf = (grant: unknown) => (grant as TokenGrant).refreshToken.reveal();

/** A place for a store, with what backs it up and puts the backup back in its place; both while it is closed. */
interface Place extends AsyncDisposable {
  readonly url: string;
  backUp(): Promise<void>;
  restore(): Promise<void>;
}

const PLACES: Readonly<Record<string, () => Promise<Place>>> = {
  async sqlite() {
    const dir = await tempDir();
    const [file, copy] = [join(dir.path, 'test.db'), join(dir.path, 'backup.db')];
    return {
      ...dir,
      url: `sqlite:${file}`,
      backUp: () => cp(file, copy),
      restore: () => cp(copy, file),
    };
  },
  async postgres() {
    const database = await testDatabase();
    return {
      url: database.url,
      backUp: () => database.sql('CREATE TABLE backup AS SELECT * FROM sessions').then(() => {}),
      restore: async () => {
        await database.sql(`UPDATE sessions s SET generation = b.generation, previous = b.previous,
          generation_at = b.generation_at, previous_used_at = b.previous_used_at,
          generation_expires_at = b.generation_expires_at FROM backup b WHERE b.id = s.id`);
      },
      [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
    };
  },
};

describe.each(Object.entries(PLACES))(
  'a store on %s restored from an older snapshot',
  (_, open) => {
    async function restored() {
      const place = await open();
      const tokens: string[] = [];
      {
        const store = await openStore(place.url);
        const t = testIssuer({ store: store.sessions });
        tokens.push(tokenOf(await t.issue()));
        tokens.push(tokenOf(await t.refresh(tokens[0]!)));
        await store.close();
        await place.backUp();
      }
      {
        const store = await openStore(place.url);
        const t = testIssuer({ store: store.sessions });
        for (let times = 0; times < 3; times += 1)
          tokens.push(tokenOf(await t.refresh(tokens.at(-1)!)));
        await store.close();
        await place.restore();
      }
      const store = await openStore(place.url);
      const t = testIssuer({ store: store.sessions });
      return {
        ...t,
        tokens,
        async [Symbol.asyncDispose]() {
          await store.close();
          await place[Symbol.asyncDispose]();
        },
      };
    }

    it('refuses tokens that are ahead of it, says so to the operator, and takes no spent one for the current one', async () => {
      await using t = await restored();
      for (const token of t.tokens.slice(2)) {
        expect(await t.refresh(token)).toMatchObject({ code: 'TOKEN_INVALID' });
      }
      expect(t.events.map((it) => it.type)).toEqual([
        'session.ahead',
        'session.revoked',
        'session.ahead',
        'session.ahead',
      ]);
      expect(t.events[0]).toMatchObject({ userId: 'ada', sessionId: expect.any(String) });
      expect(await t.refresh(t.tokens[1]!)).toMatchObject({ code: 'SESSION_REVOKED' });
    });
    it('takes the token that it knows for the current one, and its way on is the same as before', async () => {
      await using t = await restored();
      expect(tokenOf(await t.refresh(t.tokens[1]!))).toBe(t.tokens[2]);
    });
  },
);
