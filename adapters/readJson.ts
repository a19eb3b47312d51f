import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';

// We ask for `identity`; a proxy that compresses all the same must not cost anybody their session.
const DECODERS = new Map([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
]);

/** Tells whether a `Content-Type` is JSON (RFC 8259, or a `+json` type of RFC 6839). */
export function isJson(contentType: string | null): boolean {
  return /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(contentType ?? '');
}

/**
 * Parses a body in any content coding we know; undefined when it is not JSON in UTF-8 or decodes to more than
 * `maxBytes`. It never throws: a parser's message would quote the body.
 */
export function readJson(body: Buffer, encoding: string | null, maxBytes: number): unknown {
  try {
    const decoded = decode(body, encoding, maxBytes);
    if (decoded === null) return undefined;
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(decoded));
  } catch {
    return undefined;
  }
}

function decode(body: Buffer, encoding: string | null, maxOutputLength: number): Buffer | null {
  const coding = (encoding ?? 'identity').trim().toLowerCase();
  if (coding === 'identity') return body;
  return DECODERS.get(coding)?.(body, { maxOutputLength }) ?? null;
}
