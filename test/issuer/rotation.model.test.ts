import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SessionSelector } from '../../domain/session.ts';
import { createMemoryStore } from '../../issuer/store/memoryStore.ts';
import { migrate } from '../../issuer/store/postgres/migrate.ts';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresStore } from '../../issuer/store/postgresStore.ts';
import type { SessionStore } from '../../issuer/store/sessionStore.ts';
import { openSqliteStore } from '../../issuer/store/sqliteStore.ts';
import { newSession, presented } from '../contracts/newSession.ts';
import { testDatabase } from '../support/postgres.ts';
import { tempDir } from '../support/tempDir.ts';
import {
  createInvariants,
  createRotationModel,
  MAX_AGE,
  POLICY,
  type RotationModel,
} from './rotationModel.ts';

interface Real {
  store: SessionStore;
  reopen(): Promise<void>;
  readonly invariants: Map<string, ReturnType<typeof createInvariants>>;
}
type Command = fc.AsyncCommand<RotationModel, Real>;

const command = (
  name: string,
  run: (model: RotationModel, real: Real) => Promise<void>,
  check: (model: RotationModel) => boolean = () => true,
): Command => ({ check, run, toString: () => name });

const at = (model: RotationModel, index: number) => {
  const ids = [...model.sessions.keys()];
  return ids[index % ids.length]!;
};
const some = (model: RotationModel) => model.sessions.size > 0;

const open = (userId: string) =>
  command(`open(${userId})`, async (model, real) => {
    const id = `s${model.sessions.size}`;
    model.open(id, userId);
    real.invariants.set(id, createInvariants());
    const { now } = model;
    const deadlines = { endsAt: now + MAX_AGE, generationExpiresAt: now + POLICY.refreshTokenTtl };
    await real.store.open(newSession({ id, userId, createdAt: now, ...deadlines }));
  });

/** Presents the generation that is `back` steps behind the current one; -1 is ahead of it. */
const present = (index: number, back: number, times: number) =>
  command(
    `present(${index}, ${back}, ${times})`,
    async (model, real) => {
      const id = at(model, index);
      const generation = Math.max(0, model.sessions.get(id)!.tokens.length - 1 - back);
      const rotation = presented(id, generation, 0, { now: model.now, ...POLICY });
      const expected = Array.from({ length: times }, () => model.present(id, generation));
      const facts = await Promise.all(expected.map(() => real.store.rotate(rotation)));
      const answers = facts.map(
        (it) => [it.type, 'session' in it ? it.session.generation : null] as const,
      );
      expect(answers).toEqual(expected);
      for (const answer of answers) {
        expect(real.invariants.get(id)!.violated(generation, answer)).toBeNull();
      }
    },
    some,
  );

const revoke = (name: string, index: number) =>
  command(
    `revoke(${name}, ${index})`,
    async (model, real) => {
      const sessionId = at(model, index);
      const { userId } = model.sessions.get(sessionId)!;
      const selector: SessionSelector =
        name === 'one'
          ? { sessionId }
          : { userId, ...(name === 'others' ? { exceptSessionId: sessionId } : {}) };
      const matches = (id: string, owner: string) =>
        name === 'one'
          ? id === sessionId
          : owner === userId && (name === 'all' || id !== sessionId);
      const ended = await real.store.revoke(selector, model.now);
      expect([...ended].sort()).toEqual(model.revoke(matches).sort());
      for (const [id, session] of model.sessions) {
        if (matches(id, session.userId)) real.invariants.get(id)!.end();
      }
    },
    some,
  );

const list = (userId: string) =>
  command(`list(${userId})`, async (model, real) => {
    const listed = await real.store.listLive([userId], 99, model.now);
    expect(listed.map((it) => it.id).sort()).toEqual(model.live(userId).sort());
  });

const skip = (ms: number) =>
  command(`skip(${ms})`, async (model) => {
    model.now += ms;
  });

const user = fc.constantFrom('ada', 'bob');
const session = fc.nat(3);
const step = fc.oneof(
  { arbitrary: fc.constantFrom(1, 29, 30, 31, 199, 200, 201, 899, 900, -1, -29, -200), weight: 3 },
  { arbitrary: fc.integer({ min: -300, max: 1000 }), weight: 1 },
);
const histories = fc.commands(
  [
    user.map(open),
    fc
      .tuple(session, fc.constantFrom(0, 0, 0, 1, 1, 1, 2, 3, -1), fc.constantFrom(1, 1, 3))
      .map(([index, back, times]) => present(index, back, times)),
    fc.tuple(session, fc.constantFrom(0, 1), fc.constant(1)).map((it) => present(...it)),
    fc.tuple(fc.constantFrom('one', 'others', 'all'), session).map((it) => revoke(...it)),
    step.map(skip),
    fc.constantFrom(1, 29, 30, 31, 170, 200).map(skip),
    user.map(list),
    fc.constant(command('reopen', (_model, real) => real.reopen())),
  ],
  { size: 'medium', maxCommands: 40 },
);

const agrees = (real: () => Promise<Real & AsyncDisposable>, numRuns: number) =>
  fc.assert(
    fc.asyncProperty(histories, async (commands) => {
      await using driver = await real();
      await fc.asyncModelRun(
        () => ({ model: createRotationModel(), real: driver }),
        [open('ada'), ...commands],
      );
    }),
    { numRuns },
  );

describe('any history of refreshes, replays, revocations, clocks and restarts', () => {
  it('is answered by the memory driver as the model says', async () => {
    await agrees(async () => {
      const store = createMemoryStore();
      const reopen = async () => undefined;
      return { store, reopen, invariants: new Map(), [Symbol.asyncDispose]: () => store.close() };
    }, 1000);
  }, 30_000);
  it('is answered by the sqlite driver as the model says', async () => {
    await using dir = await tempDir();
    let files = 0;
    await agrees(async () => {
      files += 1;
      const file = join(dir.path, `${files}.db`);
      const real = {
        store: openSqliteStore({ file }),
        invariants: new Map(),
        async reopen() {
          await real.store.close();
          real.store = openSqliteStore({ file });
        },
        [Symbol.asyncDispose]: () => real.store.close(),
      };
      return real;
    }, 100);
  }, 30_000);
  it('is answered by the postgres driver as the model says', async () => {
    await using database = await testDatabase();
    await migrate(database.url);
    await agrees(async () => {
      const pool = openPool(database.url);
      await database.sql('TRUNCATE sessions, users, session_events');
      const real = {
        store: createPostgresStore(pool),
        invariants: new Map(),
        async reopen() {
          await real.store.close();
          real.store = createPostgresStore(openPool(database.url));
        },
        [Symbol.asyncDispose]: () => real.store.close(),
      };
      return real;
    }, 60);
  }, 60_000);
});
