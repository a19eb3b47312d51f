import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import { exportSPKI, importJWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { secret } from '../../domain/secret.ts';
import { protectedHeader, signJws } from '../../issuer/signJws.ts';
import { claimsOf, sharedKeys, T0, testIssuer } from '../issuer/issuerFixture.ts';

const t = testIssuer();
const grant = await t.issue();
const refreshToken = grant.refreshToken.reveal();
const accessToken = grant.accessToken.reveal();
const [, refreshPayload = ''] = refreshToken.split('.');
const [, accessPayload = '', accessSignature = ''] = accessToken.split('.');
const { key, kid, alg } = sharedKeys.signingKeys.signer(T0);
const { refreshKey } = sharedKeys.rootSecret.at(T0);
const [published] = sharedKeys.signingKeys.jwks(T0).keys;
const pem = await exportSPKI(
  (await importJWK(published!, alg, { extractable: true })) as CryptoKey,
);

const attacker = generateKeyPairSync('ed25519');
const attackerJwk = attacker.publicKey.export({ format: 'jwk' });
const encode = (header: object | string) =>
  Buffer.from(typeof header === 'string' ? header : JSON.stringify(header)).toString('base64url');

/** Our claims under any header, signed by a key of the attacker's own. */
function attack(header: object | string, payload = accessPayload): string {
  const input = `${encode(header)}.${payload}`;
  return `${input}.${sign(null, Buffer.from(input), attacker.privateKey).toString('base64url')}`;
}

/** The same by HMAC, with whatever bytes. */
function hmac(header: object, hmacKey: string | Buffer, payload = accessPayload): string {
  const input = `${encode(header)}.${payload}`;
  return `${input}.${createHmac('sha256', hmacKey).update(input).digest('base64url')}`;
}

const ACCESS = { alg: 'EdDSA', typ: 'at+jwt', kid };
const attacks: readonly [string, string][] = [
  ['a key in the header', attack({ ...ACCESS, jwk: attackerJwk })],
  ['a key in the header without a kid', attack({ alg: 'EdDSA', typ: 'at+jwt', jwk: attackerJwk })],
  ['a key by x5u', attack({ ...ACCESS, x5u: 'https://evil.example/key.pem' })],
  ['a key by jku', attack({ ...ACCESS, jku: 'https://evil.example/jwks.json' })],
  ['a certificate in the header', attack({ ...ACCESS, x5c: ['MIIB'] })],
  ['a kid that is a path', attack({ ...ACCESS, kid: '../../../../dev/null' })],
  ['a kid that is SQL', attack({ ...ACCESS, kid: "' UNION SELECT 'key' --" })],
  ['a kid that is a list', attack({ ...ACCESS, kid: [kid] })],
  ['a kid that is a number', attack({ ...ACCESS, kid: 0 })],
  ['a kid of every object', attack({ ...ACCESS, kid: '__proto__' })],
  ['a kid that is empty, with an empty key', hmac({ ...ACCESS, alg: 'HS256', kid: '' }, '')],
  ['two kids', attack(`{"alg":"EdDSA","typ":"at+jwt","kid":"x","kid":"${kid}"}`)],
  ['two algorithms', attack(`{"alg":"EdDSA","alg":"none","typ":"at+jwt","kid":"${kid}"}`)],
  ['no algorithm', attack({ typ: 'at+jwt', kid })],
  ['an algorithm in lower case', attack({ ...ACCESS, alg: 'eddsa' })],
  ['the curve for an algorithm', attack({ ...ACCESS, alg: 'Ed25519' })],
  ['none in any case', `${encode({ ...ACCESS, alg: 'nOnE' })}.${accessPayload}.`],
  [
    'none and our signature',
    `${encode({ ...ACCESS, alg: 'none' })}.${accessPayload}.${accessSignature}`,
  ],
  ['the public key as an HMAC key', hmac({ ...ACCESS, alg: 'HS256' }, pem)],
  [
    'the raw public key as an HMAC key',
    hmac({ ...ACCESS, alg: 'HS256' }, Buffer.from(published!.x!, 'base64url')),
  ],
  ['the kid as an HMAC key', hmac({ ...ACCESS, alg: 'HS256' }, kid)],
  ['a refresh payload under an access header', attack(ACCESS, refreshPayload)],
  ['100 kB of claims', attack(ACCESS, 'A'.repeat(100_000))],
  ['100 kB of kid', attack({ ...ACCESS, kid: 'k'.repeat(100_000) })],
];

describe('a token with a header of the attacker’s', () => {
  it.each(attacks)('stands for nobody, and no store is asked: %s', async (_name, token) => {
    t.calls.length = 0;
    expect(await t.issuer.authenticate(secret(token), t.call)).toBeNull();
    expect(await t.refresh(token)).toMatchObject({ code: 'TOKEN_INVALID' });
    expect(t.calls).toEqual([]);
  });
});

describe('a header that we would never write, under our own signature', () => {
  const claims = claimsOf(refreshToken);
  const own = claimsOf(accessToken);
  it.each([
    ['b64: false', { b64: false, crit: ['b64'] }],
    ['a crit that nobody knows', { crit: ['exp'], exp: 1 }],
  ])('cannot be made at all or is refused: %s', async (_name, header) => {
    const made = await Promise.allSettled([
      signJws(protectedHeader({ alg: 'HS256', typ: 'JWT', ...header }), claims, refreshKey),
      signJws(protectedHeader({ ...ACCESS, ...header }), own, key),
    ]);
    t.calls.length = 0;
    for (const result of made) {
      if (result.status === 'rejected') continue;
      expect(await t.refresh(result.value)).toMatchObject({ code: 'TOKEN_INVALID' });
      expect(await t.issuer.authenticate(secret(result.value), t.call)).toBeNull();
    }
    expect(t.calls).toEqual([]);
  });

  it('has no use for zip, which JWS does not know: the payload is read as it is', async () => {
    const token = await signJws(
      protectedHeader({ alg: 'HS256', typ: 'JWT', zip: 'DEF' }),
      claims,
      refreshKey,
    );
    const again = testIssuer({ store: t.store });
    expect(await again.refresh(token)).toMatchObject({ kind: 'Token' });
  });
});
