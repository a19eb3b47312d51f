import type { UpstreamReply, UpstreamRequest } from '../../adapters/adapter.ts';
import { type GuardOptions, guardUpstreams } from '../../adapters/guardUpstreams.ts';
import type { SendFailure } from '../../adapters/wire.ts';
import type { Event } from '../../domain/events.ts';
import { manualClock } from './manualClock.ts';

/** What comes of one call. */
export type Outcome = UpstreamReply | SendFailure;

/** A reply that is nothing but its status. */
export const answer = (status: number): Outcome => ({
  type: 'reply',
  status,
  retryAfter: null,
  isJson: true,
  json: {},
});
/** A call whose reply never came. */
export const lost: Outcome = { type: 'maybe-sent', reason: 'deadline', code: null };
/** Members of what is held back by an open breaker. */
export const open = { type: 'not-sent', reason: 'open' };

/** A guard before an upstream that answers with `upstream.outcome`, or when the test says so. */
export function guard(options: Partial<GuardOptions> = {}) {
  const clock = manualClock();
  const events: Event[] = [];
  const upstream = {
    outcome: answer(200),
    sent: [] as string[],
    held: [] as ((outcome?: Outcome) => void)[],
    hold: false,
  };
  const http = guardUpstreams(
    {
      timeoutMs: 10_000,
      async send({ url }) {
        upstream.sent.push(url.host);
        const { promise, resolve } = Promise.withResolvers<Outcome | undefined>();
        if (upstream.hold) upstream.held.push(resolve);
        return (upstream.hold && (await promise)) || upstream.outcome;
      },
      close: async () => {},
    },
    { now: clock.now, emit: (event) => events.push(event), ...options },
  );
  const send = (host = 'a.example') => {
    const request: UpstreamRequest = {
      method: 'POST',
      url: new URL(`https://${host}/x`),
      headers: {},
      body: '',
    };
    return http.send(request);
  };
  const read = (path: string) =>
    http.send({ method: 'GET', url: new URL(path, 'https://a.example'), headers: {}, body: null });
  async function fail(times: number, outcome: Outcome = lost, host?: string) {
    upstream.outcome = outcome;
    for (let i = 0; i < times; i += 1) await send(host);
  }
  return { upstream, clock, events, send, read, fail };
}
