import { connect, createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { createPostgresStore } from '../../issuer/store/postgresStore.ts';
import { presented } from '../contracts/newSession.ts';
import { manualClock } from '../support/manualClock.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { testDatabase } from '../support/postgres.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { BRIEFLY, count } from './counts.ts';

/** Several servers over one database, with the same keys and URL. */
async function startNodes(nodes: number) {
  const stack = new AsyncDisposableStack();
  const database = stack.use(await testDatabase());
  const dir = stack.use(await tempDir());
  const env = {
    DATABASE_URL: database.url,
    ISSUER_URL: 'http://127.0.0.1:4000',
    RATE_LIMITS: 'off',
  };
  const servers: TestServer[] = [];
  for (let node = 0; node < nodes; node += 1) {
    servers.push(stack.use(await startTestServer({ env, dataDir: dir.path })));
  }
  const urls = servers.map((it) => it.url);
  const types = () => servers.flatMap((it) => it.events.map(({ type }) => type));
  return { urls, types, database, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

describe('several processes over one PostgreSQL', () => {
  it('are one issuer: 50 racers on four nodes share one rotation and one refresh token', async () => {
    await using t = await startNodes(4);
    for (let round = 0; round < count(3, 100); round += 1) {
      const { refreshToken } = await signIn(t.urls[0]!);
      const startedAt = performance.now();
      const racers = Array.from({ length: 50 }, (_, i) => refreshed(t.urls[i % 4]!, refreshToken));
      const tokens = (await Promise.all(racers)).map((it) => it.refreshToken);
      expect(performance.now() - startedAt).toBeLessThan(BRIEFLY);
      expect(new Set(tokens).size).toBe(1);
      expect(t.types().filter((it) => it === 'session.refreshed')).toHaveLength(round + 1);
    }
    expect(t.types()).not.toContain('session.reused');
  }, 120_000);
  it('end a stolen session on all nodes at once', async () => {
    await using t = await startNodes(2);
    const [one, two] = t.urls as [string, string];
    const { refreshToken: first } = await signIn(one);
    const second = await refreshed(one, first);
    const third = await refreshed(two, second.refreshToken);
    expect(await refresh(two, first)).toMatchObject({ code: 'TOKEN_REUSED' });
    expect(await refresh(one, third.refreshToken)).toMatchObject({ code: 'SESSION_REVOKED' });
  });
  it('may be many batches that cross: everybody gets an answer, and nobody an error', async () => {
    await using t = await startNodes(3);
    const tokens = (
      await Promise.all(Array.from({ length: 30 }, (_, i) => signIn(t.urls[i % 3]!, `user-${i}`)))
    ).map((it) => it.refreshToken);
    const orders = [tokens, tokens.toReversed(), [...tokens.slice(9), ...tokens.slice(0, 9)]];
    const crossing = t.urls.flatMap((url, node) =>
      (orders[node] ?? []).map((token) => refreshed(url, token)),
    );
    const answers = await Promise.all(crossing);
    expect(new Set(answers.map((it) => it.refreshToken)).size).toBe(30);
  });
});

describe('a PostgreSQL that takes connections and says nothing', () => {
  it('is given up on within a bound', async () => {
    await using database = await testDatabase();
    await using proxy = await startProxy(Number(new URL(database.url).port));
    const pool = openPool(database.url.replace(/:\d+\//, `:${proxy.port}/`), {
      connectTimeout: 300,
      statementTimeout: 300,
    });
    const store = createPostgresStore(pool);
    await store.ping();
    proxy.hang();
    const startedAt = performance.now();
    // The first finds the connection it had, the second needs a new one.
    const calls = [store.rotate(presented('a', 0, 0)), store.find(['a']), store.ping()];
    const answers = await Promise.allSettled(calls);
    expect(answers.map((it) => it.status)).toEqual(['rejected', 'rejected', 'rejected']);
    expect(performance.now() - startedAt).toBeLessThan(2000);
    await store.close();
  });
  it('is asked no more often however many wait for its answer', async () => {
    await using proxy = await startProxy(0);
    proxy.hang();
    const url = `postgres://nobody@127.0.0.1:${proxy.port}/nothing`;
    const clock = manualClock();
    const store = createPostgresStore(openPool(url, { connectTimeout: 300 }), { now: clock.now });
    const crowd = Array.from({ length: 5000 }, (_, i) => store.rotate(presented(`s${i}`, 0, 0)));
    clock.advance(1000);
    const answers = await Promise.allSettled(crowd);
    expect(new Set(answers.map((it) => it.status))).toEqual(new Set(['rejected']));
    expect(proxy.connections()).toBe(2);
    await store.close();
  });
});

/** A TCP proxy that can stop to pass anything on. */
async function startProxy(target: number) {
  const sockets: Socket[] = [];
  let hung = false;
  let connections = 0;
  const server = createServer((client) => {
    connections += 1;
    sockets.push(client);
    client.on('error', () => {});
    if (hung) return;
    const upstream = connect(target, '127.0.0.1').on('error', () => {});
    sockets.push(upstream);
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as { port: number }).port,
    connections: () => connections,
    hang() {
      hung = true;
      for (const it of sockets) it.unpipe().pause();
    },
    async [Symbol.asyncDispose]() {
      for (const it of sockets) it.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
