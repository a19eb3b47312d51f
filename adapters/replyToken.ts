import { z } from 'zod';

/**
 * A token of an upstream's reply: opaque, and whole. Bytes that were no UTF-8 have become U+FFFD, and half a surrogate pair
 * would become it, so what has either is not the token that the upstream knows. Nothing else is refused: RFC 6749 allows
 * visible ASCII only, but there are servers with line breaks in their base64, whose tokens work.
 */
export const replyToken = z.string().min(1).refine(isWhole);

function isWhole(token: string): boolean {
  return token.isWellFormed() && !token.includes('\u{FFFD}');
}
