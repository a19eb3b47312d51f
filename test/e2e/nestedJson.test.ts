import { expect, it } from 'vitest';
import { MAX_NESTING } from '../../server/http/parseJson.ts';
import { post } from '../support/graphqlClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const SENTENCE = `The body is nested more than ${MAX_NESTING} levels deep.`;

it(`takes variables and extensions up to ${MAX_NESTING} levels deep, by POST and by GET`, async () => {
  await using server = await startTestServer();
  for (const member of ['variables', 'extensions']) {
    // The request is a level of its own, and so is the member.
    const body = (levels: number) =>
      `{"query":"{ __typename }","${member}":{"a":${nested(levels)}}}`;
    expect((await post(server.url, body(MAX_NESTING - 2))).status).toBe(200);
    for (const levels of [MAX_NESTING - 1, 8000]) {
      const refused = await post(server.url, body(levels));
      expect(refused.status).toBe(400);
      expect(JSON.stringify(await refused.json())).toContain(SENTENCE);
    }
    const hidden = `{"query":"{ __typename }","${member}":{"__proto__":${nested(MAX_NESTING)}}}`;
    expect((await post(server.url, hidden)).status).toBe(400);
    const byGet = (levels: number) =>
      fetch(
        `${server.url}/graphql?query={__typename}&${member}=${encodeURIComponent(`{"a":${nested(levels)}}`)}`,
      );
    expect((await byGet(MAX_NESTING - 1)).status).toBe(200);
    expect((await byGet(MAX_NESTING)).status).toBe(400);
    expect((await byGet(1000)).status).toBe(400);
  }
});

const deep = nested(7900);

it.each([
  [
    'POST',
    '/graphql',
    `{"query":"mutation ($i: RefreshTokenInput!) { refreshToken(input: $i) { __typename } }","variables":{"i":{"native":{"refreshToken":${deep}}}}}`,
  ],
  ['POST', '/graphql', deep],
  ['POST', '/trpc/refreshToken', `{"native":{"refreshToken":${deep}}}`],
  ['POST', '/trpc/issueToken', deep],
  ['POST', '/trpc/revokeSessions?batch=1', `{"0":${deep}}`],
  ['GET', `/trpc/viewer?input=${nested(3000)}`, null],
  ['POST', '/session/token/refresh', `{"refresh_token":${deep}}`],
  ['DELETE', '/session/token', deep],
  ['POST', '/walletkit/testnet/users/refresh-token', `{"session_id":${deep}}`],
])(
  'answers a body without bottom as a bad request, and not as a defect: %s %s',
  async (method, path, body) => {
    await using server = await startTestServer();
    const headers = { 'content-type': 'application/json', 'x-walletkit-project-id': 'p' };
    const response = await fetch(`${server.url}${path}`, { method, headers, body });
    await response.text();
    expect(response.status).toBeLessThan(500);
    expect(server.events.filter(({ type }) => type === 'defect')).toEqual([]);
  },
);
