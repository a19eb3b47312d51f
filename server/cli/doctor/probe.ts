import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

/** Whether somebody answers at an address, and what time it is there (ms). */
export type Probe =
  | { readonly type: 'reached'; readonly date: number | null; readonly at: number }
  | { readonly type: 'failed'; readonly code: string };

/** Sends `HEAD /` to the origin of an address, nothing else of it; never rejects. */
export function probe(address: URL, timeoutMs: number, now: () => number): Promise<Probe> {
  const request = address.protocol === 'https:' ? requestHttps : requestHttp;
  const options = { method: 'HEAD', agent: false, signal: AbortSignal.timeout(timeoutMs) };
  return new Promise((resolve) => {
    const sent = request(new URL('/', address), options, (response) => {
      const date = Date.parse(response.headers.date ?? '');
      resolve({ type: 'reached', date: Number.isNaN(date) ? null : date, at: now() });
      response.destroy();
    });
    sent.on('error', (cause) => resolve({ type: 'failed', code: codeOf(cause) }));
    sent.end();
  });
}

function codeOf(cause: Error): string {
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError') return 'timeout';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : 'no answer';
}
