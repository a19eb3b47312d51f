import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createSession } from '../../examples/clients/session/createSession.ts';
import { memoryStore } from '../../examples/clients/session/tokenStore.ts';
import { type FaultServer, jsonReply, startFaultServer } from '../../test/support/faultServer.ts';
import { type RefreshQL, startRefreshQL } from '../support/startRefreshQL.ts';

const INVALID = { code: 40020, msg: 'Failed to issue token pair' };
const PAIR = {
  code: 0,
  data: {
    access_token: 'access-2',
    refresh_token: 'refresh-2',
    access_expires: '2099-01-01T00:00:00Z',
    refresh_expires: '2099-02-01T00:00:00Z',
  },
};

let answers: object[] = [];
let cloudreve: FaultServer;
let refreshql: RefreshQL;
beforeAll(async () => {
  cloudreve = await startFaultServer((socket) => {
    socket.end(jsonReply(200, answers.shift() ?? INVALID, { connection: 'close' }));
  });
  refreshql = await startRefreshQL({
    CLOUDREVE_SITES: JSON.stringify({ files: { url: cloudreve.url } }),
  });
});
afterAll(async () => {
  await refreshql[Symbol.asyncDispose]();
  await cloudreve[Symbol.asyncDispose]();
});
beforeEach(() => {
  answers = [];
});

function signedIn(refreshToken: string) {
  const store = memoryStore({ accessToken: 'access-1', refreshToken });
  const input = (token: string) => ({ cloudreve: { refreshToken: token } });
  return { store, session: createSession({ url: refreshql.graphql, store, input }) };
}

it('a refusal that the issuer is not sure of is asked about once more, and may be taken back', async () => {
  const { store, session } = signedIn('refresh-1');
  answers = [INVALID, PAIR];
  expect(await session.renew('access-1')).toBe('access-2');
  expect(store.load()).toEqual({ accessToken: 'access-2', refreshToken: 'refresh-2' });
});

it('a refusal that is repeated signs the user out', async () => {
  const { store, session } = signedIn('refresh-0');
  await expect(session.renew('access-1')).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
  expect(store.load()).toBeNull();
});
