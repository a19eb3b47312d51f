/** How far (s) two nodes' clocks may be apart, each five minutes off the true time, before a token is refused. */
export const CLOCK_SKEW = 600;

/** The times of a token, in seconds since the epoch (RFC 7519 section 4.1). */
export interface TokenTimes {
  readonly iat: number;
  readonly nbf: number;
  readonly exp: number;
}

/** Whole seconds since the epoch, for a time in milliseconds. */
export function toSeconds(time: number): number {
  return Math.floor(time / 1000);
}

/** Whether a token's `exp` has come, without leeway; `now` in milliseconds. */
export function hasExpired({ exp }: TokenTimes, now: number): boolean {
  return now >= exp * 1000;
}

/** Whether a token was made later than any clock of this system can say; `now` in milliseconds. */
export function isFromTheFuture({ iat, nbf }: TokenTimes, now: number): boolean {
  return Math.max(iat, nbf) > toSeconds(now) + CLOCK_SKEW;
}
