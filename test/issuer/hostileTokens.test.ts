import { createHmac } from 'node:crypto';
import { inspect } from 'node:util';
import { exportSPKI, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { CLOCK_SKEW } from '../../issuer/clock.ts';
import { protectedHeader, signJws } from '../../issuer/signJws.ts';
import { verifyJws } from '../../issuer/verifyJws.ts';
import { claimsOf, sharedKeys, T0, testIssuer, testKeys } from './issuerFixture.ts';
import { generateJwk } from './jwkSets.ts';

const t = testIssuer();
const grant = await t.issue();
const refreshToken = grant.refreshToken.reveal();
const accessToken = grant.accessToken.reveal();
const [header = '', payload = '', signature = ''] = refreshToken.split('.');
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const hmac = (text: string, key: string, hash = 'sha256') =>
  `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
const { refreshKey } = sharedKeys.rootSecret.at(T0);
const jwk = sharedKeys.signingKeys.jwks(T0).keys[0]!;
const signer = sharedKeys.signingKeys.signer(T0);
const claims = claimsOf(refreshToken);
const HEADER = { alg: 'HS256', typ: 'JWT' };
const signed = (changes: object, headerChanges: object = {}) =>
  signJws(protectedHeader({ ...HEADER, ...headerChanges }), { ...claims, ...changes }, refreshKey);

/** Presents a token as both kinds; how many store calls that made. */
async function present(token: string) {
  t.calls.length = 0;
  const refused = await t.refresh(token);
  const viewer = await t.issuer.authenticate(secret(token), t.call);
  const revoked = await t.issuer.revoke({ refreshToken: secret(token) }, t.call);
  return { refused, viewer, revoked, calls: [...t.calls] };
}

const REFUSED = { refused: { code: 'TOKEN_INVALID' }, viewer: null, revoked: null, calls: [] };

describe('a token that this issuer did not sign like that', async () => {
  const publicKey = await importJWK(jwk, 'EdDSA', { extractable: true });
  const pem = await exportSPKI(publicKey as CryptoKey);
  const [accessHeader = '', accessPayload = '', accessSignature = ''] = accessToken.split('.');
  const { kid } = signer;
  const foreign = testIssuer(await testKeys('x'.repeat(32)));
  const foreignGrant = await foreign.issue();
  const cases: readonly [string, string][] = [
    ['nothing', ''],
    ['two dots', '..'],
    ['not a token', 'nonsense'],
    ['alg none', `${encode({ alg: 'none', typ: 'JWT' })}.${payload}.`],
    [
      'alg None with the signature',
      `${encode({ alg: 'None', typ: 'JWT' })}.${payload}.${signature}`,
    ],
    ['no signature', `${header}.${payload}.`],
    ['HS512 in the header', `${encode({ alg: 'HS512', typ: 'JWT' })}.${payload}.${signature}`],
    ['an empty key', hmac(`${header}.${payload}`, '')],
    [
      'the public key as an HMAC secret',
      hmac(`${encode({ alg: 'HS256', typ: 'at+jwt', kid })}.${accessPayload}`, pem),
    ],
    [
      'the public key as an HMAC secret of a refresh token',
      hmac(`${header}.${payload}`, JSON.stringify(jwk)),
    ],
    ['a key by jku', hmac(`${encode({ ...HEADER, jku: 'https://evil.example' })}.${payload}`, 'k')],
    [
      'a key by jwk',
      hmac(`${encode({ ...HEADER, jwk: { kty: 'oct', k: 'aw' } })}.${payload}`, 'k'),
    ],
    ['another root secret', foreignGrant.refreshToken.reveal()],
    ['another signing key', foreignGrant.accessToken.reveal()],
    [
      'another signing key under our kid',
      `${encode({ alg: 'EdDSA', typ: 'at+jwt', kid })}.${foreignGrant.accessToken.reveal().split('.').slice(1).join('.')}`,
    ],
    ['no kid', `${encode({ alg: 'EdDSA', typ: 'at+jwt' })}.${accessPayload}.${accessSignature}`],
    ['four segments', `${refreshToken}.`],
    ['five segments', `${refreshToken}.${payload}.${signature}`],
    ['a leading space', ` ${refreshToken}`],
    ['a trailing newline', `${refreshToken}\n`],
    ['a space in a segment', `${header}.${payload.slice(0, 9)} ${payload.slice(9)}.${signature}`],
    ['padding', `${refreshToken}=`],
    ['padding of the header', `${header}==.${payload}.${signature}`],
    ['the standard alphabet', `${header}.${payload}.${signature.replace(/[-_A-Z]/, '+')}`],
    ['8 KiB and more', `${header}.${payload}.${signature}${'A'.repeat(8192)}`],
    ['100 kB of header', `${'e'.repeat(100_000)}.${payload}.${signature}`],
    ['a header that is no object', `${encode([])}.${payload}.${signature}`],
    ['a claimed second payload', `${header}.${accessPayload}.${signature}`],
    [
      'its access payload under the refresh header',
      `${accessHeader}.${payload}.${accessSignature}`,
    ],
  ];
  it.each(cases)('is refused before the store is asked: %s', async (_name, token) => {
    const answer = await present(token);
    expect(answer).toMatchObject(REFUSED);
    if (token.length > 2) expect(inspect(answer, { depth: 9 })).not.toContain(token);
  });
  it('is refused for every single flipped bit', async () => {
    t.calls.length = 0;
    for (const token of [refreshToken, accessToken]) {
      for (let position = 0; position < token.length; position += 1) {
        for (let bit = 1; bit < 128; bit *= 2) {
          const flipped = String.fromCharCode(token.charCodeAt(position) ^ bit);
          const hostile = `${token.slice(0, position)}${flipped}${token.slice(position + 1)}`;
          expect(await t.refresh(hostile)).toMatchObject({ code: 'TOKEN_INVALID' });
        }
      }
    }
    expect(t.calls).toEqual([]);
  }, 30_000);
  it('is refused for every flipped character of an access token', async () => {
    t.calls.length = 0;
    for (let position = 0; position < accessToken.length; position += 1) {
      const flipped = accessToken[position] === 'A' ? 'B' : 'A';
      const hostile = `${accessToken.slice(0, position)}${flipped}${accessToken.slice(position + 1)}`;
      expect(await t.issuer.authenticate(secret(hostile), t.call)).toBeNull();
    }
    expect(t.calls).toEqual([]);
  }, 30_000);
});

describe('a token with a good signature', async () => {
  const wrong: readonly [string, string][] = [
    ['the typ of an access token', await signed({}, { typ: 'at+jwt' })],
    ['no typ', await signed({}, { typ: undefined })],
    ['another case of typ', await signed({}, { typ: 'jwt' })],
    ['another token_type', await signed({ token_type: 'access' })],
    ['a negative generation', await signed({ gen: -1 })],
    ['half a generation', await signed({ gen: 0.5 })],
    ['a generation in words', await signed({ gen: '0' })],
    ['a generation beyond counting', await signed({ gen: 2 ** 53 })],
    ['no session', await signed({ sid: undefined })],
    ['a list of sessions', await signed({ sid: [claims['sid']] })],
    ['no exp', await signed({ exp: undefined })],
    ['an exp in words', await signed({ exp: '9999999999' })],
    ['claims that are no object', await signJws(protectedHeader(HEADER), [], refreshKey)],
  ];
  it.each(wrong)('is refused before the store is asked for %s', async (_name, token) => {
    expect(await present(token)).toMatchObject(REFUSED);
  });
  // It may be right tomorrow, when a clock or ISSUER_URL is mended, so who signs out with it has to be signed out.
  const untimely: readonly [string, string][] = [
    ['another issuer', await signed({ iss: 'https://evil.example' })],
    ['an issuer with a slash', await signed({ iss: `${claims['iss']}/` })],
    ['nbf in the far future', await signed({ nbf: T0 / 1000 + CLOCK_SKEW + 1 })],
    ['iat in the far future', await signed({ iat: T0 / 1000 + CLOCK_SKEW + 1 })],
  ];
  it.each(untimely)(
    'is exchanged for nothing, and no store is asked, for %s',
    async (_name, token) => {
      t.calls.length = 0;
      expect(await t.refresh(token)).toMatchObject({ code: 'TOKEN_INVALID' });
      expect(await t.issuer.introspect(secret(token), t.call)).toBeNull();
      expect(t.calls).toEqual([]);
    },
  );
  it('is refused for any crit, even one that jose understands', async () => {
    const { CompactSign } = await import('jose');
    const token = await new CompactSign(Buffer.from(JSON.stringify(claims)))
      .setProtectedHeader({ ...HEADER, b64: true, crit: ['b64'] })
      .sign(refreshKey);
    expect(await verifyJws(token, refreshKey, 'HS256')).not.toBeNull();
    expect(await present(token)).toMatchObject(REFUSED);
  });
  it('looks alike from outside whether forged, unknown, ahead or of another state', async () => {
    const forged = await t.refresh(`${header}.${payload}.${signature.slice(1)}A`);
    const alike = [
      await t.refresh(await signed({ sid: 'nobody' })),
      await t.refresh(await signed({ gen: 1 })),
      await t.refresh(await signed({ state_hash: 'AAAA' })),
      await t.refresh(await signed({ sub: 'bob' })),
    ];
    expect(forged).toMatchObject({ code: 'TOKEN_INVALID' });
    for (const refusal of alike) expect(refusal).toEqual(forged);
  });
  it('says nothing of the scope of a session that it does not speak of', async () => {
    for (const change of [{ state_hash: 'AAAA' }, { sub: 'bob' }]) {
      const refreshToken = secret(await signed(change));
      const answer = await t.issuer.refresh({ refreshToken, scope: ['admin'] }, t.call);
      expect(answer).toMatchObject({ code: 'TOKEN_INVALID' });
    }
  });
  it('is not accepted as the other kind', async () => {
    const other = testIssuer();
    const pair = await other.issue();
    other.calls.length = 0;
    expect(await other.refresh(pair.accessToken.reveal())).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(await other.issuer.authenticate(pair.refreshToken, other.call)).toBeNull();
    expect(other.calls).toEqual([]);
  });
});

describe('an access token with a good signature', async () => {
  const { key, kid, alg } = signer;
  const own = claimsOf(accessToken);
  const live = testIssuer({ store: t.store });
  const access = (changes: object, headerChanges: object = {}) =>
    signJws(
      protectedHeader({ alg, kid, typ: 'at+jwt', ...headerChanges }),
      { ...own, ...changes },
      key,
    );
  const fresh = claimsOf((await live.issue('eve')).accessToken.reveal());
  const wrong: readonly [string, string][] = [
    ['typ JWT', await access({}, { typ: 'JWT' })],
    ['another audience', await access({ aud: ['https://api.example'] })],
    ['another issuer', await access({ iss: 'https://evil.example' })],
    ['the type of a refresh token', await access({ token_type: 'refresh' })],
    ['an exp that has come', await access({ exp: T0 / 1000 })],
    ['the session of another user', await access({ sid: fresh['sid'] })],
    ['a session that does not exist', await access({ sid: 'nobody' })],
    ['an unknown kid', await access({}, { kid: 'other' })],
    ['the kid of another algorithm', await otherAlgorithm()],
  ];
  it.each(wrong)('does not authenticate with %s', async (_name, token) => {
    expect(await live.issuer.authenticate(secret(token), live.call)).toBeNull();
  });

  async function otherAlgorithm() {
    const jwk = await generateJwk('ES256');
    const es256 = (await importJWK(jwk, 'ES256')) as CryptoKey;
    return signJws(protectedHeader({ alg: 'ES256', typ: 'at+jwt', kid }), own, es256);
  }
});
