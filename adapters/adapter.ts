import type { Grant } from '../domain/grant.ts';
import type { Credential, IssuerFacts } from '../domain/issuer.ts';
import type { AnyRefreshError } from '../domain/refreshError.ts';

/** What we know of one upstream: its facts, how to ask it, and how to read its answer. It does no I/O. */
export interface Adapter<C extends Credential = Credential> {
  readonly facts: IssuerFacts;
  readonly refresh: UpstreamCall<C, Grant | AnyRefreshError>;
  /** Null where the upstream has no revocation endpoint. */
  readonly revoke: UpstreamCall<C, AnyRefreshError | null> | null;
}

/** One call to an upstream as two functions that do no I/O. */
export interface UpstreamCall<C extends Credential, Result> {
  /** Gets the correlation id and nothing else of the caller, so nothing else can be forwarded. */
  toRequest(credential: C, correlationId: string): UpstreamRequest | Promise<UpstreamRequest>;
  /** Reads any reply, hostile ones too. `now` is in milliseconds since the epoch. */
  fromReply(reply: UpstreamReply, credential: C, now: number): Result;
}

/** The only headers an adapter may send; `Host`, `Cookie` and the like cannot be named. Casing is kept on the wire. */
export type UpstreamHeaders = {
  readonly [name in 'Content-Type' | 'Authorization' | `X-${string}`]?: string;
};

/** A call as it goes over the wire. It holds the token: never log it. */
export interface UpstreamRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: URL;
  readonly headers: UpstreamHeaders;
  readonly body: string | null;
}

/** An answer. For a status outside 2xx the body may have been lost on the way; the status still stands. */
export interface UpstreamReply {
  readonly type: 'reply';
  readonly status: number;
  /** The `Retry-After` header, unparsed. */
  readonly retryAfter: string | null;
  /** Whether its `Content-Type` says that the body is JSON, whatever it is. */
  readonly isJson: boolean;
  /** The parsed body; undefined when it is not JSON, or too much of it. It may hold tokens: never log it. */
  readonly json: unknown;
}
