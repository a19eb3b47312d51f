import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

// We ask for `identity`; a proxy that compresses all the same must not cost anybody their session.
const DECODERS = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

// Not fatal: a name in Latin-1 must not cost the tokens beside it.
const utf8 = new TextDecoder();

/** Tells whether a `Content-Type` is JSON (RFC 8259, or a `+json` type of RFC 6839), however it goes on. */
export function isJson(contentType: string | null): boolean {
  return /^application\/(?:[\w.+-]+\+)?json(?![\w.+-])/i.test(contentType ?? '');
}

/**
 * Parses a body, decoded where it is in a content coding we know; undefined when it is not JSON or decodes to more than
 * `maxBytes`. What is not UTF-8 becomes U+FFFD, which no token may hold. It never throws: a parser's message would quote
 * the body.
 */
export function readJson(body: Buffer, encoding: string | null, maxBytes: number): unknown {
  try {
    return JSON.parse(utf8.decode(decode(body, encoding, maxBytes)));
  } catch {
    return undefined;
  }
}

/** What the header says is wrong often enough: `none`, a charset, or a coding that a proxy has undone already. */
function decode(body: Buffer, encoding: string | null, maxOutputLength: number): Buffer {
  const decoder = encoding === null ? undefined : DECODERS.get(encoding.trim().toLowerCase());
  if (decoder === undefined) return body;
  try {
    return decoder(body, { maxOutputLength });
  } catch {
    return body;
  }
}
