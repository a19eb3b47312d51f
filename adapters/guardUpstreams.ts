import {
  bulkhead,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
  isBrokenCircuitError,
  isBulkheadRejectedError,
} from 'cockatiel';
import type { EventSink } from '../domain/events.ts';
import type { UpstreamReply } from './adapter.ts';
import type { Http } from './http.ts';
import { createOpenTime } from './openTime.ts';
import { relevantOutcomes, Uncounted } from './relevantOutcomes.ts';
import type { SendFailure, SendOutcome } from './wire.ts';

/** When an upstream is left alone. */
export interface GuardOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Calls at one origin at a time, those that wait for a connection included; more are not sent. @default 512 */
  readonly maxCalls?: number;
  /** Failures in a row after which nothing is sent for a while. @default 5 */
  readonly failures?: number;
  /** Hears that an origin is left alone, or called again; of documents, nothing. @default nobody */
  readonly emit?: EventSink;
}

/**
 * Puts a bulkhead and a circuit breaker before each origin, and others before each document (GET) there. What they hold
 * back is `not-sent`; after 10 seconds (doubling to 60) one call probes, and those that arrive meanwhile are held back too.
 */
export function guardUpstreams(http: Http, options: GuardOptions): Http {
  const guards = new Map<string, Guard>();
  // "Opened" tells of an origin that its refreshes are held back.
  const quiet = { ...options, emit: () => {} };
  return {
    timeoutMs: http.timeoutMs,
    send(request, timeoutMs) {
      const { method, url } = request;
      // A document that is never there would take each probe before the token endpoint beside it.
      const isDocument = method === 'GET';
      const key = isDocument ? url.href : url.origin;
      const guard = guards.get(key) ?? createGuard(url.origin, isDocument ? quiet : options);
      guards.set(key, guard);
      return guard.run(() => http.send(request, timeoutMs));
    },
    close: () => http.close(),
  };
}

interface Guard {
  run(send: () => Promise<SendOutcome>): Promise<SendOutcome>;
}

function createGuard(origin: string, options: GuardOptions): Guard {
  const { now, maxCalls = 512, failures = 5, emit = () => {} } = options;
  const openTime = createOpenTime(now);
  const breaker = circuitBreaker(handleWhenResult(isFailure), {
    halfOpenAfter: openTime.backoff,
    breaker: new ConsecutiveBreaker(failures),
  });
  breaker.onBreak(() => emit({ type: 'upstream.opened', at: now(), origin }));
  breaker.onReset(() => emit({ type: 'upstream.closed', at: now(), origin }));
  const relevant = relevantOutcomes(breaker);
  const places = bulkhead(maxCalls);
  return {
    async run(send) {
      // cockatiel would let them wait for the probe, and so outlast the deadline that everyone counts on.
      if (breaker.state === CircuitState.HalfOpen) return heldBack('open', 1);
      try {
        return await places.execute(() => breaker.execute(() => relevant(send)));
      } catch (error) {
        if (error instanceof Uncounted) return error.outcome;
        if (isBrokenCircuitError(error)) return heldBack('open', openTime.left());
        if (isBulkheadRejectedError(error)) return heldBack('full', 1);
        throw error;
      }
    },
  };
}

function heldBack(reason: 'open' | 'full', retryAfter: number): SendFailure {
  return { type: 'not-sent', reason, code: null, retryAfter };
}

/** A refusal (4xx) and an oversized reply show an upstream that works; only its silence and 5xx do not. */
function isFailure(outcome: unknown): boolean {
  const { type, status, reason } = outcome as Partial<UpstreamReply & Omit<SendFailure, 'type'>>;
  return type === 'reply' ? Number(status) >= 500 : reason !== 'oversize';
}
