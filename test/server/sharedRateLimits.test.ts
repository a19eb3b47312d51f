import { expect, it } from 'vitest';
import type { Event } from '../../domain/events.ts';
import { openPool } from '../../issuer/store/postgres/openPool.ts';
import { openRateLimiter } from '../../server/limits/openRateLimiter.ts';
import { post } from '../support/graphqlClient.ts';
import { refresh, refreshed, signIn } from '../support/nativeClient.ts';
import { testDatabase } from '../support/postgres.ts';
import { startTestServer } from '../support/startTestServer.ts';

const env = (url: string) => ({ DATABASE_URL: url, RATE_LIMITS: '{"perAddress":4}' });
const codes = async (url: string, count: number) => {
  const found = [];
  for (let n = 0; n < count; n += 1) {
    const result = await refresh(url, `forged-${url}-${n}`);
    found.push('code' in result ? result.code : result.__typename);
  }
  return found;
};

it('what an address used up is shared between processes and survives a restart, in PostgreSQL', async () => {
  await using database = await testDatabase();
  const one = await startTestServer({ env: env(database.url) });
  await using two = await startTestServer({ env: env(database.url) });
  expect(await codes(one.url, 3)).toEqual(Array(3).fill('TOKEN_INVALID'));
  expect(await codes(two.url, 2)).toEqual(['TOKEN_INVALID', 'RATE_LIMITED']);
  await one[Symbol.asyncDispose]();
  await using again = await startTestServer({ env: env(database.url) });
  expect(await codes(again.url, 1)).toEqual(['RATE_LIMITED']);
  const { refreshToken } = await signIn(again.url);
  await refreshed(again.url, refreshToken);
  const rows = await database.sql('SELECT key FROM rate_limits');
  expect(rows).toHaveLength(2);
  expect(JSON.stringify(rows)).not.toMatch(/forged|eyJ/);
});

it('an address costs the database no write beyond twice its limit, and the issuer no more of its own', async () => {
  await using database = await testDatabase();
  await using server = await startTestServer({ env: env(database.url) });
  await codes(server.url, 12);
  expect(await database.sql('SELECT key, points FROM rate_limits ORDER BY points')).toEqual([
    { key: expect.stringMatching(/^perIssuer/), points: '8' },
    { key: expect.stringMatching(/^perAddress/), points: '9' },
  ]);
});

it('wrong service keys cost the database no write beyond the limit', async () => {
  await using database = await testDatabase();
  await using server = await startTestServer({ env: env(database.url) });
  const query = 'mutation { issueToken(input: { userId: "ada" }) { __typename } }';
  const types = [];
  for (let n = 0; n < 9; n += 1) {
    const response = await post(server.url, { query }, { 'x-service-key': 'wrong' });
    types.push((await response.json()).data.issueToken.__typename);
  }
  expect(types.slice(3, 6)).toEqual([
    'UnauthenticatedError',
    'RateLimitedError',
    'RateLimitedError',
  ]);
  expect(await database.sql('SELECT points FROM rate_limits')).toEqual([{ points: '5' }]);
});

it('a database that goes away holds nobody up: the process counts by itself', async () => {
  await using database = await testDatabase();
  const pool = openPool(database.url);
  const events: Event[] = [];
  const limiter = openRateLimiter({
    limits: { perAddress: 1 },
    database: pool.query,
    now: Date.now,
    emit: (event) => events.push(event),
  });
  await pool.close();
  const call = {
    correlationId: '0b9c1f5e-6f0d-4d5e-9b0a-3f1f6f2b7c11',
    now: Date.now,
    accessToken: null,
    serviceKey: null,
    ipAddress: '192.0.2.1',
  };
  expect(await limiter.other('serviceKey', call)).toBeNull();
  expect(await limiter.other('serviceKey', call)).toMatchObject({ code: 'RATE_LIMITED' });
  expect(events.map(({ type }) => type)).toEqual(['limit.failed', 'limit.failed', 'limit.reached']);
});
