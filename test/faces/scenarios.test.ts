import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { signIn } from '../support/nativeClient.ts';
import { startTestServer, type TestServer } from '../support/startTestServer.ts';
import { tempDir } from '../support/tempDir.ts';
import { CODES, clothes, successClothes } from './clothes.ts';
import { nativeFaces, walletKitFaces } from './faceClients.ts';
import { NATIVE_SCENARIOS, repair } from './nativeScenarios.ts';
import { REFUSALS } from './refusals.ts';

const faces = Object.keys(nativeFaces) as (keyof typeof nativeFaces)[];

/** The generation that a session stands at; null where it has ended. */
async function generationOf({ server, clock }: TestServer, sessionId: string) {
  const token = await server.app.native.currentRefreshToken(sessionId, clock.now());
  return token === null ? null : decodeJwt(token.reveal())['gen'];
}

describe.each(NATIVE_SCENARIOS)('$title', (scenario) => {
  it.each(faces)('has one code and one effect, in the clothes of %s', async (face) => {
    await using directory = await tempDir();
    const dataDir = directory.path;
    await using server = await startTestServer({ dataDir, env: { ...scenario.env } });
    const first = await signIn(server.url);
    const { sid } = decodeJwt(first.refreshToken);
    const token = await scenario.arrange(server, first, dataDir);
    const before = server.events.length;
    const result = await nativeFaces[face](server.url, token);
    if (scenario.code === 'ISSUER_UNAVAILABLE') repair(dataDir);

    const events = server.events.slice(before);
    const { code } = scenario;
    expect(events.find(({ type }) => type === 'token.refresh')).toMatchObject({
      issuerId: code === 'INVALID_INPUT' ? null : 'native',
      outcome: code ?? 'OK',
    });
    const others = events.map(({ type }) => type).filter((type) => type !== 'token.refresh');
    expect(others).toEqual(scenario.events);
    expect(await generationOf(server, String(sid))).toBe(scenario.generation);

    expect(result.clothes).toEqual(
      code === null ? successClothes[face]('Token') : clothes[face](code),
    );
    expect(result.token === null).toBe(code !== null);
    expect(result.retryAfter !== null).toBe(code === 'RATE_LIMITED');
  });
});

const session = { projectId: 'p', sessionId: 's', refreshToken: 'r' };

describe.each(CODES)('%s', (code) => {
  it('is told by every face, with the time to wait where one is known', async () => {
    await using server = await startTestServer();
    const refusal = REFUSALS[code];
    server.server.app.resolvers.refreshToken = async () => refusal;
    const retryAfter = 'retryAfter' in refusal ? '7' : null;
    for (const face of faces) {
      // It is no member of GraphQL's union: refreshing never needs it.
      if (face === 'graphql' && code === 'UNAUTHENTICATED') continue;
      const { retryAfter: told, ...result } = await nativeFaces[face](server.url, 'r');
      // The document of the GraphQL tests asks for it only where there always is one.
      if (face !== 'graphql') expect(told).toBe(retryAfter);
      expect(result).toEqual({ token: null, clothes: clothes[face](code) });
    }
    const result = await walletKitFaces.walletKit(server.url, session);
    expect(result).toEqual({ token: null, clothes: clothes.walletKit(code), retryAfter });
  });
});
