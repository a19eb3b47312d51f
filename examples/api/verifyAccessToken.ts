import { createRemoteJWKSet, jwtVerify } from 'jose';

/** Gives the user of an access token of RefreshQL's native issuer (RFC 9068 section 4), or null for any other token. */
export type VerifyAccessToken = (token: string) => Promise<string | null>;

/** Verifies offline, with the keys that the issuer publishes; they are fetched once and kept. */
export function verifyAccessTokens(issuer: string): VerifyAccessToken {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`));
  const rules = { issuer, audience: issuer, typ: 'at+jwt', algorithms: ['EdDSA'] };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, rules);
      return payload.sub ?? null;
    } catch (cause) {
      // Keys that cannot be fetched are no reason to refuse a token.
      if (cause instanceof TypeError) throw cause;
      return null;
    }
  };
}
