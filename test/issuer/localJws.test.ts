import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import * as fc from 'fast-check';
import { CompactSign, compactVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { protectedHeader, signJws } from '../../issuer/signJws.ts';
import { verifyJws } from '../../issuer/verifyJws.ts';

const bytes = randomBytes(32);
const key = createSecretKey(bytes);
const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const HEADER = { alg: 'HS256', typ: 'JWT' };
const claims = fc.dictionary(fc.string(), fc.jsonValue());
const bySeed = { seed: 20_260_131, numRuns: 300 };

const byJose = (header: { alg: string }, payload: object, with_: typeof key) =>
  new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader(header).sign(with_);

/** What jose says of a token, which it takes the long way. */
const verdict = (token: string) =>
  compactVerify(token, bytes, { algorithms: ['HS256'] }).then(
    ({ protectedHeader, payload }) => [protectedHeader, Buffer.from(payload).toString()],
    () => null,
  );
const ours = async (token: string) => {
  const jws = await verifyJws(token, key, 'HS256');
  return jws && [jws.header, Buffer.from(jws.payload).toString()];
};

describe('signatures that are made on this thread', () => {
  it('have the bytes that jose gives them, for HS256 and EdDSA', async () => {
    await fc.assert(
      fc.asyncProperty(claims, async (payload) => {
        expect(await signJws(protectedHeader(HEADER), payload, key)).toBe(
          await byJose(HEADER, payload, key),
        );
        const header = { alg: 'EdDSA', typ: 'at+jwt', kid: 'k' };
        const token = await signJws(protectedHeader(header), payload, privateKey);
        expect(token).toBe(await byJose(header, payload, privateKey));
        expect(await verifyJws(token, publicKey, 'EdDSA')).not.toBeNull();
      }),
      bySeed,
    );
  });

  it('are judged as jose judges them, good and broken in one place', async () => {
    const headers = fc.constantFrom<object>(
      HEADER,
      { typ: 'JWT', alg: 'HS256' },
      { ...HEADER, kid: 'x' },
      { ...HEADER, crit: ['exp'], exp: 1 },
      { alg: 'HS256' },
    );
    const place = fc.record({ at: fc.nat(400), by: fc.constantFrom('A', 'Q', '-', '_', '.', '') });
    await fc.assert(
      fc.asyncProperty(headers, claims, place, async (header, payload, { at, by }) => {
        const unsigned = [header, payload].map((it) =>
          Buffer.from(JSON.stringify(it)).toString('base64url'),
        );
        const good = `${unsigned.join('.')}.${await hmac(unsigned.join('.'))}`;
        const broken = `${good.slice(0, at)}${by}${good.slice(at + 1)}`;
        for (const token of [good, broken]) expect(await ours(token)).toEqual(await verdict(token));
      }),
      bySeed,
    );
  });

  it('are refused with another key, another algorithm, or a signature of another length', async () => {
    const token = await signJws(protectedHeader(HEADER), { a: 1 }, key);
    expect(await ours(token)).toEqual([HEADER, '{"a":1}']);
    expect(await verifyJws(token, createSecretKey(randomBytes(32)), 'HS256')).toBeNull();
    expect(await verifyJws(token, publicKey, 'HS256')).toBeNull();
    expect(await verifyJws(token, key, 'HS512')).toBeNull();
    for (const cut of [1, 4, 43]) expect(await ours(token.slice(0, -cut))).toBeNull();
    expect(await ours(`${token}AAAA`)).toBeNull();
  });
});

async function hmac(input: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  const signed = await crypto.subtle.sign('HMAC', imported, Buffer.from(input));
  return Buffer.from(signed).toString('base64url');
}
