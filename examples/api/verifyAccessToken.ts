import { createRemoteJWKSet, errors, jwtVerify, type RemoteJWKSetOptions } from 'jose';

/**
 * Gives the user of an access token of RefreshQL's native issuer (RFC 9068 section 4), or null for any other token.
 * Rejects where the keys cannot be had, which says nothing of the token: answer that with 503, never as UNAUTHENTICATED.
 */
export type VerifyAccessToken = (token: string) => Promise<string | null>;

/** What RefreshQL publishes keys for; each key names the one that it is for. HS256 has none to publish. */
const ALGORITHMS = ['EdDSA', 'ES256', 'RS256'];

/** What may be wrong with a token; any other error is one of the keys. */
const REFUSALS = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JWKSNoMatchingKey,
  // No access token of RefreshQL has another algorithm, a `crit` header, or no `kid`.
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSMultipleMatchingKeys,
];

/** Verifies offline, with the keys that the issuer publishes; they are fetched once and kept for ten minutes. */
export function verifyAccessTokens(
  issuer: string,
  options?: RemoteJWKSetOptions,
): VerifyAccessToken {
  const keys = createRemoteJWKSet(new URL(`${issuer}/.well-known/jwks.json`), options);
  const rules = { issuer, audience: issuer, typ: 'at+jwt', algorithms: ALGORITHMS };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keys, rules);
      return payload.sub ?? null;
    } catch (cause) {
      if (REFUSALS.some((refusal) => cause instanceof refusal)) return null;
      throw cause;
    }
  };
}
