import type { z } from 'zod';

/** How many keys a set may hold. A forged token is tried with each that may still verify, some microseconds apiece. */
export const MAX_KEYS = 256;

/** Where a JWK Set (RFC 7517) is wrong, without a word of what is in it. */
export function keySetProblems({ issues }: z.ZodError): string {
  return issues.map(problem).join(', ');
}

function problem({ code, path }: z.core.$ZodIssue): string {
  const place = path.join('.') || 'the whole';
  return code === 'too_big' && place === 'keys' ? `keys, which are more than ${MAX_KEYS}` : place;
}
