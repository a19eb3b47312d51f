import { describe, expect, it } from 'vitest';
import { post } from '../support/graphqlClient.ts';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const query = `mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename } }`;

describe.each([true, false])(
  'a reply that the caller does not take (fast lane: %j)',
  (fastLane) => {
    it.each([
      'text/plain',
      'application/json;charset=latin1',
      'application/json;q=0',
      'image/png',
      'text/event-stream;charset=latin1',
      'text/event-streamer',
      'image/avif;x=text/event-stream',
    ])('is told before anything is done for it: %s', async (accept) => {
      await using server = await startTestServer({ fastLane });
      const { refreshToken } = await signIn(server.url);
      const before = server.events.length;
      const variables = { input: { native: { refreshToken } } };
      const response = await post(server.url, { query, variables }, { accept });
      expect(response.status).toBe(406);
      expect(await response.json()).toEqual({
        errors: [
          {
            message:
              'The reply is application/json or application/graphql-response+json, which Accept has to allow.',
            extensions: { code: 'NOT_ACCEPTABLE' },
          },
        ],
      });
      expect(server.events.length).toBe(before);
    });

    it.each([
      ['*/*', 'application/json; charset=utf-8'],
      ['application/json; charset="utf-8"', 'application/json; charset=utf-8'],
      ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
      ['text/event-stream', 'text/event-stream'],
      ['text/*', 'text/event-stream'],
      ['multipart/mixed;charset="utf-8"', 'multipart/mixed; boundary="-"'],
      ['multipart/*', 'multipart/mixed; boundary="-"'],
    ])('is what is sent where it is taken: %s', async (accept, type) => {
      await using server = await startTestServer({ fastLane });
      const { refreshToken } = await signIn(server.url);
      const variables = { input: { native: { refreshToken } } };
      const response = await post(server.url, { query, variables }, { accept });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
      expect(await response.text()).toContain('"__typename":"Token"');
    });
  },
);
