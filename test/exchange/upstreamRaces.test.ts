import { describe, expect, it } from 'vitest';
import { CLIENT_SECRET, type OidcProvider, startOidcProvider } from '../support/oidcProvider.ts';
import { testDatabase } from '../support/postgres.ts';
import { type Program, startProgram } from '../support/startProgram.ts';
import { startTestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { facadeEnv, nextOf, pairOf, refreshAt } from './oauthFacade.ts';

const RACERS = 50;

/** As a client without a façade does it. */
async function refreshDirectly(idp: OidcProvider, refreshToken: string) {
  const credentials = ['client_secret_basic', CLIENT_SECRET].map(encodeURIComponent).join(':');
  const response = await fetch(idp.tokenEndpoint, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(credentials)}` },
    body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken }),
  });
  return (await response.json()) as { refresh_token?: string; error?: string };
}

async function race(idp: OidcProvider, urls: readonly string[]): Promise<void> {
  const token = await idp.newRefreshToken();
  const racers = Array.from({ length: RACERS }, (_, index) => urls[index % urls.length]!);
  const results = await Promise.all(racers.map((url) => refreshAt(url, token)));
  expect(new Set(results.map(pairOf)).size).toBe(1);
  expect(idp.tokenCalls()).toBe(1);
  const next = nextOf(results[0]!);
  expect(next).not.toBe(token);
  expect((await refreshAt(urls[0]!, next)).__typename).toBe('Token');
  expect(idp.tokenCalls()).toBe(2);
}

async function startTwo(env: Record<string, string>, cwd: string) {
  const start = (dataDir: string) =>
    startProgram([], { ...env, NODE_ENV: 'test', DATA_DIR: `${cwd}/${dataDir}` }, cwd);
  const [one, two] = await Promise.all([start('one'), start('two')]);
  return {
    urls: [one.url, two.url],
    async [Symbol.asyncDispose]() {
      await Promise.all([one, two].map((program: Program) => program.stop('SIGKILL')));
    },
  };
}

describe('fifty refreshes with one token', () => {
  it('sent to the authorization server directly end the session, the winner’s too', async () => {
    await using idp = await startOidcProvider();
    const token = await idp.newRefreshToken();
    const results = await Promise.all(
      Array.from({ length: RACERS }, () => refreshDirectly(idp, token)),
    );
    expect(results.map(({ error }) => error)).toContain('invalid_grant');
    const pairs = results.flatMap(({ refresh_token: pair }) => pair ?? []);
    for (const pair of pairs) {
      expect(await refreshDirectly(idp, pair)).toMatchObject({ error: 'invalid_grant' });
    }
  });

  it('sent through one façade are one call and fifty identical pairs, and the session lives on', async () => {
    await using idp = await startOidcProvider();
    await using server = await startTestServer({ env: facadeEnv(idp.tokenEndpoint) });
    await race(idp, [server.url]);
  });

  it('sent through two façades over one SQLite file are one call too', async () => {
    await using dir = await tempDir();
    await using idp = await startOidcProvider();
    const env = facadeEnv(idp.tokenEndpoint, { DATABASE_URL: `sqlite:${dir.path}/shared.db` });
    await using two = await startTwo(env, dir.path);
    await race(idp, two.urls);
  }, 30_000);

  it('sent through two façades over one PostgreSQL are one call too', async () => {
    await using dir = await tempDir();
    await using database = await testDatabase();
    await using idp = await startOidcProvider();
    const env = facadeEnv(idp.tokenEndpoint, { DATABASE_URL: database.url });
    await using two = await startTwo(env, dir.path);
    await race(idp, two.urls);
  }, 30_000);
});

describe('a thousand retries with a token that is dead', () => {
  it('are one upstream call', async () => {
    await using idp = await startOidcProvider();
    await using server = await startTestServer({ env: facadeEnv(idp.tokenEndpoint) });
    for (let round = 0; round < 20; round += 1) {
      const tries = Array.from({ length: 50 }, () => refreshAt(server.url, 'long gone'));
      expect(new Set((await Promise.all(tries)).map(pairOf))).toEqual(new Set(['TOKEN_INVALID']));
    }
    expect(idp.tokenCalls()).toBe(1);
  }, 30_000);
});
