import type { Http } from '../http.ts';

/**
 * The same door for a call that began at `startedAt` (of `performance.now()`): its one request gets what is left of its
 * deadline, and is `not-sent` where that is less than half. The token can be presented again, and the endpoints are known then.
 */
export function withinOneDeadline(http: Http, startedAt: number): Http {
  const { timeoutMs } = http;
  return {
    timeoutMs,
    send(request) {
      const left = timeoutMs - (performance.now() - startedAt);
      // A token whose answer nobody waits for would be spent for nothing.
      if (left < timeoutMs / 2) return Promise.resolve(TOO_LATE);
      return http.send(request, left);
    },
    close: () => http.close(),
  };
}

const TOO_LATE = { type: 'not-sent', reason: 'deadline', code: null } as const;
