import { z } from 'zod';

/** A refresh token of the native issuer, as clients present it: 1 to 8192 characters. */
export const refreshTokenField = z.string().min(1).max(8192);
