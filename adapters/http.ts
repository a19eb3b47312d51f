import type { LookupFunction } from 'node:net';
import { buildConnector, Pool } from 'undici';
import type { UpstreamRequest } from './adapter.ts';
import { addressProblem, publicOnly } from './publicAddress.ts';
import { createRoster, type Roster } from './roster.ts';
import {
  MAX_REPLY_BYTES,
  type SendFailure,
  type SendOutcome,
  type WatchOptions,
  watch,
} from './wire.ts';

/** How upstreams are called. */
export interface HttpOptions {
  /** One deadline over connecting, sending and reading, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether addresses that are not public (loopback, private, link-local, reserved) may be connected to. */
  readonly allowPrivate: boolean;
  /** Connections per origin; calls beyond them wait, for at most half of their deadline. @default 64 */
  readonly connections?: number;
  /** Resolves host names. @default the system's resolver */
  readonly lookup?: LookupFunction;
  /** Once aborted, calls in flight end as at their deadline, and later ones are `not-sent`. @default never */
  readonly giveUp?: AbortSignal;
}

/** Sends requests upstream, each at most once. */
export interface Http {
  /** The deadline of each request, in milliseconds. */
  readonly timeoutMs: number;
  /** Never rejects, never follows a redirect, never sends twice. `timeoutMs` is for a request that has less time than others. */
  send(request: UpstreamRequest, timeoutMs?: number): Promise<SendOutcome>;
  /** Waits for the calls in flight; later ones are `not-sent`. */
  close(): Promise<void>;
}

const ASKED = { Accept: 'application/json', 'Accept-Encoding': 'identity' };

/** Opens the door to all upstreams, with one connection pool per origin. */
export function createHttp(given: HttpOptions): Http {
  const options = { connections: 64, ...given };
  const pools = new Map<string, Pool>();
  const running = createRoster<() => void>();
  let closed = false;
  options.giveUp?.addEventListener('abort', () => {
    closed = true;
    for (const giveUp of running.members()) giveUp();
  });
  return {
    timeoutMs: options.timeoutMs,
    send(request, timeoutMs = options.timeoutMs) {
      const { origin, protocol, username, password } = request.url;
      if (closed) return unsent('UND_ERR_CLOSED');
      if (!isHttp(protocol)) return unsent('ERR_INVALID_PROTOCOL');
      if (username !== '' || password !== '') return unsent('ERR_INVALID_URL');
      const pool = pools.get(origin) ?? createPool(origin, options);
      pools.set(origin, pool);
      return dispatch(pool, request, running, {
        timeoutMs,
        startWithin: Math.max(0, timeoutMs - options.timeoutMs / 2),
        isFull: () => pool.stats.running >= options.connections,
      });
    },
    async close() {
      closed = true;
      // Connections that nobody waits for any more may still be on their way.
      const end = (pool: Pool) => (options.giveUp?.aborted ? pool.destroy() : pool.close());
      await Promise.all([...pools.values()].map(end));
    },
  };
}

function unsent(code: string): Promise<SendFailure> {
  return Promise.resolve({ type: 'not-sent', reason: 'connection', code });
}

const isHttp = (protocol: string) => protocol === 'http:' || protocol === 'https:';

function createPool(origin: string, options: HttpOptions & { connections: number }): Pool {
  return new Pool(origin, {
    connections: options.connections,
    pipelining: 1,
    // HTTP/2 streams may be replayed by undici; HTTP/1.1 requests that were begun are not.
    allowH2: false,
    connect: createConnector(options),
    headersTimeout: 0,
    bodyTimeout: 0,
    // Policies and cookies beyond the default of 16 KiB must not cost the tokens below them.
    maxHeaderSize: MAX_REPLY_BYTES,
  });
}

/** The guard stands where the socket is made, so the address that was checked is the one that is connected to. */
function createConnector({ timeoutMs, allowPrivate, lookup }: HttpOptions) {
  // The one deadline is our own timer; the connector's only frees its socket.
  const timeout = timeoutMs;
  if (allowPrivate) return buildConnector({ timeout, ...(lookup && { lookup }) });
  const connect = buildConnector({ timeout, lookup: publicOnly(lookup) });
  const guarded: typeof connect = (target, callback) => {
    // For an address in the URL itself, there is no lookup.
    const problem = addressProblem(target.hostname);
    return problem === null ? connect(target, callback) : callback(problem, null);
  };
  return guarded;
}

function dispatch(
  pool: Pool,
  { url, method, headers, body }: UpstreamRequest,
  running: Roster<() => void>,
  options: WatchOptions,
) {
  const onEnd = () => running.leave(place);
  const { outcome, handler, giveUp } = watch({ ...options, onEnd });
  const place = running.enter(giveUp);
  const path = url.pathname + url.search;
  // `dispatch` and not `request`: its handler is told right before the first byte leaves.
  pool.dispatch({ path, method, headers: { ...ASKED, ...headers }, body }, handler);
  return outcome;
}
