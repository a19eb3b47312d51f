import type { UpstreamReply } from './adapter.ts';
import { isJson, readJson } from './readJson.ts';

/** Why there is no usable answer. It is safe to log: it holds nothing of the request or the reply. */
export interface SendFailure {
  /** `not-sent`: no byte of the request has left. `maybe-sent`: the upstream may have acted on it. */
  readonly type: 'not-sent' | 'maybe-sent';
  /** `open` and `full`: held back here, by the circuit breaker, or the bulkhead and its connections. */
  readonly reason: 'deadline' | 'connection' | 'oversize' | 'open' | 'full';
  /** The error code of the system, TLS or undici, such as `ECONNREFUSED`. */
  readonly code: string | null;
  /** Whole seconds to wait, where that is known. */
  readonly retryAfter?: number;
}

/** What came of one request. */
export type SendOutcome = UpstreamReply | SendFailure;

/** The largest body that is read, in bytes, before and after decoding. */
export const MAX_REPLY_BYTES = 64 * 1024;

/** What becomes of one request, seen from the client's dispatch handler. */
export interface Watch {
  /** Never rejects. */
  readonly outcome: Promise<SendOutcome>;
  readonly handler: Handler;
  /** Ends the request as its deadline would. */
  readonly giveUp: () => void;
}

/** The part of undici's `DispatchHandler` that is used here. */
interface Handler {
  onRequestStart(controller: Controller): void;
  onResponseStart(controller: Controller, status: number, headers: ReceivedHeaders): void;
  onResponseData(controller: Controller, chunk: Buffer): void;
  onResponseEnd(): void;
  onResponseError(controller: Controller, error: Error): void;
}

interface Controller {
  abort(reason: Error): void;
}

type ReceivedHeaders = Readonly<Record<string, string | string[] | undefined>>;

interface Head {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly encoding: string | null;
  readonly isJson: boolean;
}

interface Wire {
  /** Set right before the first byte is written. */
  controller: Controller | null;
  head: Head | null;
  readonly chunks: Buffer[];
  size: number;
  settled: boolean;
  settle(outcome: SendOutcome): void;
}

/** How a request is watched. Times are milliseconds from now. */
export interface WatchOptions {
  /** When it has to be over. */
  readonly timeoutMs: number;
  /** When it is not sent any more. @default half of `timeoutMs` */
  readonly startWithin?: number;
  /** Hears of its outcome. */
  readonly onEnd?: () => void;
  /** Whether it has no connection because all of ours are in use. @default it is not */
  readonly isFull?: () => boolean;
}

/** Watches one request under one deadline; whoever has no connection for too long of it is not sent. */
export function watch(options: WatchOptions): Watch {
  const { timeoutMs, startWithin = timeoutMs / 2, onEnd, isFull } = options;
  const { promise, resolve } = Promise.withResolvers<SendOutcome>();
  const wire: Wire = {
    controller: null,
    head: null,
    chunks: [],
    size: 0,
    settled: false,
    settle(outcome) {
      wire.settled = true;
      clearTimeout(timer);
      onEnd?.();
      resolve(outcome);
    },
  };
  const end = () => giveUp(wire, 'deadline');
  // Where this process stood still, the reply may lie in the socket already; sockets are read before immediates.
  const endUnread = () => setImmediate(end);
  // With little time left, the token would be spent and its answer cut off.
  let timer = setTimeout(() => {
    if (wire.controller === null) giveUpWaiting(wire, isFull?.() ?? false);
    else timer = setTimeout(endUnread, timeoutMs - startWithin);
  }, startWithin);
  return { outcome: promise, handler: createHandler(wire), giveUp: end };
}

function createHandler(wire: Wire): Handler {
  return {
    onRequestStart(controller) {
      // Past the deadline, or begun before: nothing of this attempt has been written, and nothing will be. undici
      // writes nothing when this throws; an abort would also close the connection, which the next in line needs.
      if (wire.settled || wire.controller !== null) throw new Error('not sent');
      wire.controller = controller;
    },
    onResponseStart(_controller, status, headers) {
      if (status < 200) return;
      wire.head = readHead(status, headers);
      if (Number(headers['content-length'] ?? 0) > MAX_REPLY_BYTES) giveUp(wire, 'oversize');
    },
    onResponseData(_controller, chunk) {
      if (wire.settled) return;
      wire.size += chunk.length;
      if (wire.size > MAX_REPLY_BYTES) giveUp(wire, 'oversize');
      else wire.chunks.push(chunk);
    },
    onResponseEnd: () => finish(wire),
    onResponseError: (_controller, error) => fail(wire, 'connection', codeOf(error)),
  };
}

function readHead(status: number, headers: ReceivedHeaders): Head {
  const first = (name: string) => [headers[name]].flat()[0] ?? null;
  return {
    status,
    retryAfter: first('retry-after'),
    encoding: first('content-encoding'),
    isJson: isJson(first('content-type')),
  };
}

function finish(wire: Wire): void {
  if (wire.settled || wire.head === null) return;
  wire.settle(answer(wire.head, readBody(wire, wire.head)));
}

/** Whatever it is called: servers that mean JSON call it `text/html`, and a page is no JSON by any name. */
function readBody({ chunks }: Wire, { encoding }: Head): unknown {
  return readJson(Buffer.concat(chunks), encoding, MAX_REPLY_BYTES);
}

function giveUp(wire: Wire, reason: SendFailure['reason']): void {
  if (wire.settled) return;
  fail(wire, reason, null);
  wire.controller?.abort(new Error(reason));
}

function giveUpWaiting(wire: Wire, isFull: boolean): void {
  const code = null;
  if (isFull) wire.settle({ type: 'not-sent', reason: 'full', code, retryAfter: 1 });
  else fail(wire, 'deadline', code);
}

function fail(wire: Wire, reason: SendFailure['reason'], code: string | null): void {
  if (wire.settled) return;
  if (wire.controller === null) wire.settle({ type: 'not-sent', reason, code });
  else wire.settle(salvage(wire, reason) ?? { type: 'maybe-sent', reason, code });
}

/** What a broken reply says all the same; null where that is nothing. */
function salvage(wire: Wire, reason: SendFailure['reason']): UpstreamReply | null {
  const { head } = wire;
  if (head === null) return null;
  // Unlike a number, an object says itself where it ends: what parses is whole, whatever became of its frame.
  const json = reason === 'oversize' ? undefined : readBody(wire, head);
  if (isObject(json)) return answer(head, json);
  // A refusal stands, whatever became of its explanation.
  return isSuccess(head) ? null : answer(head, undefined);
}

function isObject(json: unknown): boolean {
  return typeof json === 'object' && json !== null;
}

function answer({ status, retryAfter, isJson }: Head, json: unknown): UpstreamReply {
  return { type: 'reply', status, retryAfter, isJson, json };
}

function isSuccess({ status }: Head): boolean {
  return status >= 200 && status < 300;
}

/** The code only: messages and other members of undici's errors may quote the reply. */
function codeOf(error: Error): string | null {
  const code = 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}
