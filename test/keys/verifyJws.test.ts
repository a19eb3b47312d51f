import { createPublicKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { verifyJws } from '../../issuer/verifyJws.ts';
import { VECTORS } from './jwsVectors.ts';

const decode = (text: string) => Buffer.from(text, 'base64url');
const { HS256, RS256, ES256, EdDSA } = VECTORS;

describe('the verification of a JWS with a JWK', () => {
  it.each(Object.entries(VECTORS))(
    'accepts the example that is published for %s',
    async (alg, it) => {
      const jws = await verifyJws(it.token, it.jwk, alg);
      expect(jws?.header.alg).toBe(alg);
      expect(Buffer.from(jws!.payload)).toEqual(decode(it.token.split('.')[1]!));
    },
  );

  it.each(Object.entries(VECTORS))(
    'refuses each changed character of it for %s',
    async (alg, it) => {
      const places = Array.from({ length: 40 }, (_, at) => Math.floor((at / 40) * it.token.length));
      for (const at of places.filter((place) => it.token[place] !== '.')) {
        const changed = it.token[at] === 'A' ? 'Q' : 'A';
        const token = `${it.token.slice(0, at)}${changed}${it.token.slice(at + 1)}`;
        expect(await verifyJws(token, it.jwk, alg)).toBeNull();
      }
    },
  );

  it('refuses every algorithm but the one it is told', async () => {
    for (const [own, { token, jwk }] of Object.entries(VECTORS)) {
      for (const alg of [
        'HS256',
        'RS256',
        'ES256',
        'EdDSA',
        'none',
        'hs256',
        'HS512',
        'PS256',
        '',
      ]) {
        if (alg !== own) expect(await verifyJws(token, jwk, alg), `${own} as ${alg}`).toBeNull();
      }
    }
  });

  it('refuses the key of one algorithm for another', async () => {
    expect(await verifyJws(HS256.token, RS256.jwk, 'HS256')).toBeNull();
    expect(await verifyJws(HS256.token, EdDSA.jwk, 'HS256')).toBeNull();
    expect(await verifyJws(ES256.token, EdDSA.jwk, 'ES256')).toBeNull();
    expect(await verifyJws(EdDSA.token, ES256.jwk, 'EdDSA')).toBeNull();
  });

  it('refuses a DER signature of ES256, which is one and is not what JWS asks for', async () => {
    const [header, payload, signature = ''] = ES256.token.split('.');
    const raw = decode(signature);
    const integer = (bytes: Buffer) => {
      const padded = bytes[0]! > 127 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
      return Buffer.concat([Buffer.of(2, padded.length), padded]);
    };
    const body = Buffer.concat([integer(raw.subarray(0, 32)), integer(raw.subarray(32))]);
    const der = Buffer.concat([Buffer.of(0x30, body.length), body]);
    const key = createPublicKey({ key: ES256.jwk, format: 'jwk' });
    expect(verify('sha256', Buffer.from(`${header}.${payload}`), key, der)).toBe(true);
    const token = `${header}.${payload}.${der.toString('base64url')}`;
    expect(await verifyJws(token, ES256.jwk, 'ES256')).toBeNull();
  });

  it('refuses a signature of zeros, an empty one and a cut one', async () => {
    for (const [alg, { token, jwk }] of Object.entries(VECTORS)) {
      const [header, payload, signature = ''] = token.split('.');
      const zeros = Buffer.alloc(decode(signature).length).toString('base64url');
      for (const other of [zeros, '', signature.slice(0, -4)]) {
        expect(await verifyJws(`${header}.${payload}.${other}`, jwk, alg)).toBeNull();
      }
    }
  });
});
