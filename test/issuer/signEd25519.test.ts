import { createPrivateKey, generateKeyPairSync, type KeyObject, verify } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SignEd25519, signByOpenSsl, signEd25519 } from '../../issuer/signEd25519.ts';

const SIGNERS: Readonly<Record<string, SignEd25519>> = {
  'the one that is used': signEd25519,
  OpenSSL: signByOpenSsl,
};

/** RFC 8032 section 7.1, those whose message is text. */
const VECTORS = [
  {
    text: '',
    d: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    x: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    text: 'r',
    d: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    x: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
];

function isGlibc(): boolean {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

const base64url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

function importKey({ d, x }: { d: string; x: string }): KeyObject {
  const key = { kty: 'OKP', crv: 'Ed25519', d: base64url(d), x: base64url(x) };
  return createPrivateKey({ key, format: 'jwk' });
}

describe.each(Object.entries(SIGNERS))('an Ed25519 signature by %s', (_, sign) => {
  it.each(VECTORS)('is the one of RFC 8032 for "$text"', ({ text, signature, ...key }) => {
    expect(sign(text, importKey(key))).toBe(base64url(signature));
  });

  it('is the other signer’s too, for any text and key, and holds', () => {
    const pairs = Array.from({ length: 4 }, () => generateKeyPairSync('ed25519'));
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 2000 }), fc.nat(3), (text, at) => {
        const { privateKey, publicKey } = pairs[at]!;
        const signature = sign(text, privateKey);
        for (const other of Object.values(SIGNERS)) expect(other(text, privateKey)).toBe(signature);
        const bytes = Buffer.from(signature, 'base64url');
        expect(verify(null, Buffer.from(text), publicKey, bytes)).toBe(true);
      }),
    );
  });
});

describe('libsodium', () => {
  it('signs wherever its addon can be loaded', async () => {
    const addon = await import('sodium-native').catch(() => null);
    expect(signEd25519 === signByOpenSsl).toBe(addon === null);
  });

  it.runIf(process.platform === 'linux' && process.arch === 'x64' && isGlibc())(
    'can be loaded on the most usual system',
    () => {
      expect(signEd25519).not.toBe(signByOpenSsl);
    },
  );
});
