import { z } from 'zod';

/**
 * A token or an id of an upstream, as clients present it: opaque, 1 to 16,384 characters. No more fit into the body of a request,
 * and a pair that was given must not be refused where it comes back.
 */
export const forwardedField = z.string().min(1).max(16_384);
