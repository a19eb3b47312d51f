import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApi } from '../../examples/api/startApi.ts';
import { verifyAccessTokens } from '../../examples/api/verifyAccessToken.ts';
import {
  type Fault,
  type FaultServer,
  httpReply,
  jsonReply,
  startFaultServer,
} from '../../test/support/faultServer.ts';
import { post } from '../support/post.ts';
import { startRefreshQL } from '../support/startRefreshQL.ts';

describe('an API that verifies access tokens offline', () => {
  it.each([
    ['EdDSA', 'ada'],
    ['ES256', 'ada'],
    ['RS256', 'ada'],
    // Nothing is published of its key, so only RefreshQL itself can tell.
    ['HS256', null],
  ])('says of a token of a deployment that signs with %s: %s', async (alg, user) => {
    await using refreshql = await startRefreshQL({ SIGNING_ALG: alg });
    const { accessToken } = await refreshql.signIn();
    expect(await verifyAccessTokens(refreshql.url)(accessToken)).toBe(user);
  });
});

describe('an API whose RefreshQL', () => {
  let fault: Fault;
  let pair: Awaited<ReturnType<typeof generateKeyPair>>;
  let jwks: object;
  let issuer: FaultServer;
  beforeAll(async () => {
    pair = await generateKeyPair('EdDSA');
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'key', alg: 'EdDSA', use: 'sig' };
    jwks = { keys: [jwk, { ...jwk, kid: 'other' }] };
    issuer = await startFaultServer((socket, count) => fault(socket, count));
  });
  afterAll(() => issuer[Symbol.asyncDispose]());

  const published: Fault = (socket) => socket.end(jsonReply(200, jwks, { connection: 'close' }));

  const token = (claims = {}, header = {}) =>
    new SignJWT({ iss: issuer.url, aud: issuer.url, sub: 'ada', exp: 9_999_999_999, ...claims })
      .setProtectedHeader({ alg: 'EdDSA', typ: 'at+jwt', kid: 'key', ...header })
      .sign(pair.privateKey);

  /** The same token under a header that nobody has signed. */
  async function forged(header: object) {
    const encoded = Buffer.from(JSON.stringify({ typ: 'at+jwt', kid: 'key', ...header }));
    const [, claims, signature] = (await token()).split('.');
    return `${encoded.toString('base64url')}.${claims}.${signature}`;
  }

  it.each<[string, Fault]>([
    ['says 503', (socket) => socket.end(httpReply(503, '', { connection: 'close' }))],
    ['hangs', () => {}],
    ['cannot be reached', (socket) => socket.destroy()],
    ['answers a page', (socket) => socket.end(httpReply(200, '<p>', { connection: 'close' }))],
    ['publishes nonsense', (socket) => socket.end(jsonReply(200, {}, { connection: 'close' }))],
  ])('%s refuses nobody, and goes on as soon as the keys are there', async (_does, trouble) => {
    const verify = verifyAccessTokens(issuer.url, { timeoutDuration: 1000 });
    fault = trouble;
    await expect(verify(await token())).rejects.toThrow();
    fault = published;
    expect(await verify(await token())).toBe('ada');
  });

  it.each<[string, () => Promise<string> | string]>([
    ['is no token', () => 'not a token'],
    ['has expired', () => token({ exp: 1 })],
    ['is for somebody else', () => token({ aud: 'https://other.example' })],
    ['is of another issuer', () => token({ iss: 'https://other.example' })],
    ['is no access token', () => token({}, { typ: 'JWT' })],
    ['names a key that is not published', () => token({}, { kid: 'never published' })],
    ['is signed by another key', () => forged({ alg: 'EdDSA', kid: 'other' })],
    ['names no key, where several are published', () => token({}, { kid: undefined })],
    ['asks for no signature', () => forged({ alg: 'none' })],
    ['asks for the public key as a secret', () => forged({ alg: 'HS256' })],
    ['asks for what nobody knows', () => forged({ alg: 'EdDSA', crit: ['x'], x: 1 })],
    ['is encrypted', () => 'e30.e30.e30.e30.e30'],
  ])('is there refuses a token that %s', async (_fault, bad) => {
    fault = published;
    expect(await verifyAccessTokens(issuer.url)(await bad())).toBeNull();
  });

  it('has no keys to give answers 503, which makes no client refresh', async () => {
    const verify = () => Promise.reject(new Error('The keys cannot be fetched.'));
    const api = await startApi({ verify, port: 0, unauthenticatedStatus: 401 });
    const headers = { authorization: 'Bearer a' };
    const { status, body } = await post(api.url, '{ note(id: "1") { id } }', {}, headers);
    await api.stop();
    expect([status, body.errors[0].extensions.code]).toEqual([503, 'SERVICE_UNAVAILABLE']);
  });
});
