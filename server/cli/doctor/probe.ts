import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { addressProblem, publicOnly } from '../../../adapters/publicAddress.ts';

/** Whether somebody answers at an address, and what time it is there (ms). */
export type Probe =
  | { readonly type: 'reached'; readonly date: number | null; readonly at: number }
  | { readonly type: 'failed'; readonly code: string };

/** How an upstream is asked: under the deadline, and held by the rule on addresses, that refreshes are. */
export interface ProbeOptions {
  readonly timeoutMs: number;
  /** Whether addresses that are not public may be connected to. */
  readonly allowPrivate: boolean;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Sends `HEAD /` to the origin of an address, nothing else of it; never rejects. */
export async function probe(address: URL, given: ProbeOptions): Promise<Probe> {
  const { timeoutMs, allowPrivate, now } = given;
  // An address in the URL itself is not looked up.
  const problem = allowPrivate ? null : addressProblem(address.hostname);
  if (problem !== null) return { type: 'failed', code: codeOf(problem) };
  const request = address.protocol === 'https:' ? requestHttps : requestHttp;
  const options = {
    ...{ method: 'HEAD', agent: false, signal: AbortSignal.timeout(timeoutMs) },
    ...(!allowPrivate && { lookup: publicOnly() }),
  };
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
