import { describe, expect, it } from 'vitest';
import { issue, liveAndDie, sendEverywhere, sendOddly } from '../support/canaryRun.ts';
import { MARKER, startCanaryServer } from '../support/canaryServer.ts';
import { PRODUCTION } from '../support/production.ts';
import { tempDir } from '../support/tempDir.ts';

describe.each([
  ['development', {}],
  ['production', PRODUCTION],
])('in %s', (_name, env) => {
  it('no token leaves by any way but the fields that are for it', async () => {
    await using directory = await tempDir();
    await using canary = await startCanaryServer(directory.path, env);
    await liveAndDie(canary);
    await sendEverywhere(canary);
    await sendOddly(canary);
    expect(canary.tokens.size).toBeGreaterThan(10);
    expect(await canary.places()).toContain('refreshql.db');
    expect(await canary.leaks()).toEqual([]);
    expect(canary.server.events.filter(({ type }) => type === 'defect')).toEqual([]);
  }, 30_000);

  it('no token leaves when the store fails under a call', async () => {
    await using directory = await tempDir();
    await using canary = await startCanaryServer(directory.path, env);
    const { refreshToken } = await issue(canary);
    await canary.server.server.app.native.close();
    const query = `mutation { refreshToken(input: { native: { refreshToken: "${refreshToken}" } }) { ... on RefreshError { code message } } }`;
    const headers = { 'content-type': 'application/json' };
    const body = JSON.stringify({ query });
    const answer = await canary.send('/graphql', { method: 'POST', headers, body });
    expect(answer.body.data.refreshToken.code).toMatch(/ISSUER_UNAVAILABLE|OUTCOME_UNKNOWN/);
    expect(await canary.leaks()).toEqual([]);
  });
});

it('the search itself finds a token wherever it is put', async () => {
  await using directory = await tempDir();
  await using canary = await startCanaryServer(directory.path);
  const { refreshToken } = await issue(canary);
  expect(await canary.leaks()).toEqual([]);
  for (const text of [MARKER, refreshToken, refreshToken.split('.')[2]]) {
    await using other = await startCanaryServer(directory.path);
    other.tokens.add(refreshToken);
    expect(await other.leaks()).toEqual([]);
    const defect = {
      type: 'defect',
      at: 0,
      correlationId: null,
      operation: `${text}`,
      cause: null,
    };
    (other.server.events as object[]).push(defect);
    expect(await other.leaks()).toHaveLength(2);
  }
});
