import { describe, expect, it } from 'vitest';
import type { Event } from '../../domain/events.ts';
import type { Resolvers } from '../../resolvers/createResolvers.ts';
import { createListener } from '../../server/http/createListener.ts';
import type { Handler, Routes } from '../../server/http/route.ts';
import { withCors } from '../../server/http/withCors.ts';
import { oauth2Routes } from '../../server/oauth2/oauth2Routes.ts';
import { walletKitRoutes } from '../../server/rest/walletKitRoutes.ts';
import { serve } from '../support/serve.ts';

const ORIGIN = 'https://app.example';

/** What a caller of these routes hears, and how many defects the operator is told. */
async function ask(routes: Routes, path: string, init: RequestInit = {}) {
  const events: Event[] = [];
  const emit = (event: Event) => events.push(event);
  using server = await serve(
    createListener({ routes, clientAddress: () => null, now: () => 5, emit }),
  );
  const { status, ...reply } = await fetch(server.url + path, init).then(async (it) => ({
    status: it.status,
    body: await it.json(),
  }));
  return { status, ...reply, events: events.map(({ type }) => type) };
}

const DEFECT = { oops: 'Unexpected error.' };

const throwing = (handler: Handler, defect?: object) =>
  Object.assign(handler, defect === undefined ? {} : { defect });

const THROWERS: [string, () => Handler][] = [
  [
    'throws',
    () => () => {
      throw new Error('a secret');
    },
  ],
  ['rejects', () => () => Promise.reject(new Error('a secret'))],
];

describe.each(THROWERS)('a handler that %s', (_how, make) => {
  it('is answered for with 500 and a sentence, and the operator is told', async () => {
    expect(await ask({ '/x': { GET: throwing(make()) } }, '/x')).toEqual({
      status: 500,
      body: { error: 'Unexpected error.' },
      events: ['defect'],
    });
  });

  it.each([
    ['same origin', []],
    ['browsers', [ORIGIN]],
  ])('may say how, for callers of the %s', async (_name, origins) => {
    const routes = { '/x': withCors(origins, { GET: throwing(make(), DEFECT) }) };
    expect(await ask(routes, '/x')).toEqual({ status: 500, body: DEFECT, events: ['defect'] });
  });
});

it.each(['token', 'revoke', 'introspect'])(
  'a defect at /oauth2/%s is a server_error',
  async (name) => {
    const fail = () => {
      throw new Error('a secret');
    };
    const resolvers = { isTrusted: fail, refreshToken: fail, viewer: fail };
    const routes = oauth2Routes({
      resolvers: resolvers as unknown as Resolvers,
      clients: [{ clientId: 'spa', clientSecret: null, clientSecretHash: null }],
      issuerUrl: 'http://x.example',
      jwksUri: null,
    });
    const body = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token: 'r',
      token: 't',
    });
    expect(await ask(routes, `/oauth2/${name}`, { method: 'POST', body })).toEqual({
      status: 500,
      body: { error: 'server_error', error_description: 'Unexpected error.' },
      events: ['defect'],
    });
  },
);

it("a defect of WalletKit's contract is in its shape, and says that the token may be spent", async () => {
  const refreshToken = () => Promise.reject(new Error('a secret'));
  const routes = walletKitRoutes({ refreshToken } as unknown as Resolvers);
  const path = '/walletkit/testnet/users/refresh-token';
  const answer = await ask(routes, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-walletkit-project-id': 'p' },
    body: JSON.stringify({ session_id: 's', refresh_token: 'r' }),
  });
  expect(answer).toMatchObject({ status: 500, body: { code: 'outcome_unknown' } });
});
