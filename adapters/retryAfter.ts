const DAY = 86_400;

/**
 * Reads a `Retry-After` header (RFC 9110 section 10.2.3: seconds or an HTTP date) as whole seconds from `now`
 * (milliseconds since the epoch), at most a day; null when there is none or it makes no sense.
 */
export function readRetryAfter(header: string | null, now: number): number | null {
  const value = header?.trim() ?? '';
  if (/^\d+$/.test(value)) return Math.min(Number(value), DAY);
  // Without a letter, Date.parse would take `-5` or `1.5` for a date.
  const date = /^[A-Za-z]{3,9},? /.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(date)) return null;
  return Math.min(Math.max(0, Math.ceil((date - now) / 1000)), DAY);
}
