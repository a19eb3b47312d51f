import { z } from 'zod';

const MAX_SECONDS = 9_999_999_999;
const seconds = z.int().min(0).max(MAX_SECONDS);

/** The members of a JWK that say when it is used, in seconds since the epoch. */
export const jwkTimes = {
  /** It signs from then on, until a later key does. */
  nbf: seconds.optional(),
  /** Tokens may be verified with it until then. */
  exp: seconds.optional(),
};

/** The same times in milliseconds. */
export function timesOf(jwk: {
  readonly nbf?: number | undefined;
  readonly exp?: number | undefined;
}) {
  const { nbf = 0, exp } = jwk;
  return { signsFrom: nbf * 1000, expiresAt: exp === undefined ? null : exp * 1000 };
}
