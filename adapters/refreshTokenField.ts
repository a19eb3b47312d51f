import { z } from 'zod';

/** A refresh token as clients present it: opaque, 1 to 8192 characters. */
export const refreshTokenField = z.string().min(1).max(8192);
