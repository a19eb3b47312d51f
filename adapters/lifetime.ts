import { z } from 'zod';

const FALLBACK = 300;
/** Ten years: what is longer overflows the seconds that clients are told. */
const LONGEST = 315_360_000;

const claimsSchema = z.object({ exp: z.number() });

/** Seconds as servers write them, digits in a string too; null where they are not a positive number. */
export function readSeconds(value: unknown): number | null {
  const digits = typeof value === 'string' && /^\d{1,15}(\.\d+)?$/.test(value);
  const seconds = typeof value === 'number' || digits ? Math.floor(Number(value)) : 0;
  return seconds > 0 ? Math.min(seconds, LONGEST) : null;
}

/**
 * When an access token expires, in milliseconds since the epoch: by the reply's `expires_in`, else by the
 * configured default (seconds), else by the token's own `exp` where it is a JWT, else in 300 seconds.
 */
export function accessTokenExpiry(
  expiresIn: unknown,
  accessToken: string,
  defaultExpiresIn: number | null,
  now: number,
): number {
  const seconds = readSeconds(expiresIn) ?? defaultExpiresIn;
  if (seconds !== null) return now + seconds * 1000;
  const exp = expClaim(accessToken) * 1000;
  return exp > now ? Math.min(exp, now + LONGEST * 1000) : now + FALLBACK * 1000;
}

/** The `exp` of a JWT (RFC 7519), unverified, in seconds; NaN where there is none. */
function expClaim(token: string): number {
  const [, payload, signature] = token.split('.');
  if (payload === undefined || signature === undefined) return Number.NaN;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString());
    return claimsSchema.safeParse(claims).data?.exp ?? Number.NaN;
  } catch {
    return Number.NaN;
  }
}
