import { describe, expect, it } from 'vitest';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer } from '../support/startTestServer.ts';

const query = `mutation ($input: RefreshTokenInput!) { refreshToken(input: $input) { __typename } }`;

describe.each([true, false])(
  'a reply that the caller does not take (fast lane: %j)',
  (fastLane) => {
    it.each(['text/plain', 'application/json;charset=latin1', 'image/png'])(
      'is told before anything is done for it: %s',
      async (accept) => {
        await using server = await startTestServer({ fastLane });
        const { refreshToken } = await signIn(server.url);
        const before = server.events.length;
        const response = await fetch(`${server.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept },
          body: JSON.stringify({ query, variables: { input: { native: { refreshToken } } } }),
        });
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
      },
    );
  },
);
