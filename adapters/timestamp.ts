import { z } from 'zod';

/**
 * RFC 3339 as milliseconds since the epoch: any number of fraction digits, any offset, either case; what is below
 * a millisecond is cut off.
 */
export const timestamp = z
  .string()
  .toUpperCase()
  .pipe(z.iso.datetime({ offset: true }))
  .transform(Date.parse);
