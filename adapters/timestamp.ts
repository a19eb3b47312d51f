import { z } from 'zod';

/** The first and the last moment that RFC 3339 can say; an offset leads beyond them. */
const FIRST = Date.parse('0000-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * RFC 3339 as milliseconds since the epoch: any number of fraction digits, any offset, either case; what is below
 * a millisecond is cut off, and what RFC 3339 cannot say in UTC is the nearest moment that it can.
 */
export const timestamp = z
  .string()
  .toUpperCase()
  .pipe(z.iso.datetime({ offset: true }))
  .transform((text) => Math.min(Math.max(FIRST, Date.parse(text)), LAST));

/** The same, also without a zone, which is UTC then, and without a time of day, which is midnight then. */
export const vagueTimestamp = z.string().transform(complete).pipe(timestamp);

function complete(text: string): string {
  if (!/t/i.test(text)) return `${text}T00:00:00Z`;
  return /(?:z|[+-]\d\d:\d\d)$/i.test(text) ? text : `${text}Z`;
}
