import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A key that the test holds too, so that it can sign what RefreshQL signed an hour ago. */
export interface SigningKey {
  /** For the environment of RefreshQL. */
  readonly env: { readonly SIGNING_KEYS: string };
  /** The same access token, had it been issued an hour earlier: expired, and as authentic. */
  expired(accessToken: string): Promise<string>;
}

/** Makes an Ed25519 key. */
export async function createSigningKey(): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return {
    env: { SIGNING_KEYS: JSON.stringify({ keys: [jwk] }) },
    expired(accessToken) {
      const { iat = 0, nbf = 0, exp = 0, ...claims } = decodeJwt(accessToken);
      const { alg = 'EdDSA', typ = '', kid = '' } = decodeProtectedHeader(accessToken);
      return new SignJWT({ ...claims, iat: iat - 7200, nbf: nbf - 7200, exp: exp - 7200 })
        .setProtectedHeader({ alg, typ, kid })
        .sign(privateKey);
    },
  };
}
