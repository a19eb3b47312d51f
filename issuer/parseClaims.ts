import type { z } from 'zod';
import type { VerifiedJws } from './verifyJws.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The claims of a verified token, narrowed by a schema; null where they are not what the schema says. */
export function parseClaims<S extends z.ZodType>(jws: VerifiedJws, schema: S): z.infer<S> | null {
  // No extension of JWS is understood here, so none may be asked for (RFC 7515 section 4.1.11).
  if (jws.header.crit !== undefined) return null;
  try {
    const parsed = schema.safeParse(JSON.parse(decoder.decode(jws.payload)));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}
