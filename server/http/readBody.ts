import type { IncomingMessage } from 'node:http';

/** A request's body, or why it was not read. */
export type Body = { readonly ok: true; readonly text: string } | { readonly ok: false };

/** The longest body, in bytes, that any face reads. */
export const BODY_LIMIT = 16 * 1024;

/** Reads a body of at most `limit` bytes; a longer one is given up while it is being read. */
export function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.resolve({ ok: false });
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const onData = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) {
        chunks.push(chunk);
        return;
      }
      request.off('data', onData);
      resolve({ ok: false });
    };
    // `once` would have to take each of them off again, and a request has one end anyway.
    request.on('data', onData);
    request.on('end', () => resolve({ ok: true, text: text(chunks) }));
    request.on('error', reject);
    request.on('close', () => {
      // An Error is made only where it is needed: its stack costs more than reading the body.
      if (!request.readableEnded) reject(new Error('The caller hung up.'));
    });
  });
}

function text(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return chunks.length === 1 && only !== undefined
    ? only.toString('utf8')
    : Buffer.concat(chunks).toString('utf8');
}
