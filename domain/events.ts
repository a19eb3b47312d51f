import type { LimitName } from './rateLimiter.ts';
import type { RefreshErrorCode } from './refreshErrorCode.ts';

/** What happened to a session of the native issuer, for the audit trail. */
export interface SessionEvent {
  readonly type:
    | 'session.issued'
    | 'session.refreshed'
    | 'session.replayed'
    | 'session.recovered'
    | 'session.reused'
    | 'session.revoked'
    | 'session.expired'
    /** A genuine token that the store cannot have given out yet: an older snapshot was restored. */
    | 'session.ahead';
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly correlationId: string;
  /** Null where an event speaks of all sessions of a user. */
  readonly sessionId: string | null;
  readonly userId: string | null;
}

/** How one operation at one issuer ended, for logs and metrics. */
export interface OperationEvent {
  readonly type: 'token.refresh' | 'token.revoke' | 'token.issue';
  readonly at: number;
  readonly correlationId: string;
  /** Null where the input named no issuer. */
  readonly issuerId: string | null;
  readonly outcome: 'OK' | RefreshErrorCode;
  readonly durationMs: number;
  /** For the log only. */
  readonly cause?: unknown;
}

/** A rate limit was reached, so a call was refused. */
export interface LimitReachedEvent {
  readonly type: 'limit.reached';
  readonly at: number;
  readonly correlationId: string;
  readonly limit: LimitName;
}

/** What the rate limits are counted in failed; each process counts by itself meanwhile. */
export interface LimitFailedEvent {
  readonly type: 'limit.failed';
  readonly at: number;
  /** No request is to blame. */
  readonly correlationId: null;
  readonly cause: unknown;
}

/** The keys of the native issuer were read anew. */
export interface KeysChangedEvent {
  readonly type: 'keys.changed';
  readonly at: number;
}

/** Changed keys of the native issuer cannot be used, so the old ones stay. */
export interface KeysRefusedEvent {
  readonly type: 'keys.refused';
  readonly at: number;
  readonly cause: unknown;
}

/** What stood between a forwarded call and its upstream. */
export interface ExchangeEvent {
  readonly type: /** Joined a call that was under way, here or in another process. */
    | 'exchange.shared'
    /** Got a kept pair again. */
    | 'exchange.replayed'
    /** Was refused as its token was shortly before. */
    | 'exchange.refusal_remembered'
    /** Asked again in place of an attempt whose process has died. */
    | 'exchange.taken_over'
    /** Was taken for dead: the process stood still for a whole lease. */
    | 'exchange.lease_lost'
    /** Did not get to see the end of somebody else's call. */
    | 'exchange.busy'
    /** Could not claim the token; nothing was sent, unless sending twice is harmless. */
    | 'exchange.store_failure'
    /** Has a reply that the store did not take; it is answered all the same, and tried again. */
    | 'exchange.persist_failure'
    | 'exchange.persist_recovered'
    | 'exchange.persist_abandoned';
  readonly at: number;
  readonly correlationId: string;
  readonly issuerId: string;
  /** For the log only. */
  readonly cause?: unknown;
}

/** Dead sessions and old audit entries were deleted. */
export interface PurgedEvent {
  readonly type: 'store.purged';
  readonly at: number;
  readonly sessions: number;
  readonly auditEntries: number;
  /** Leases and kept replies of other issuers. */
  readonly replies: number;
}

/** The purge failed; the next one takes what it left. */
export interface PurgeFailedEvent {
  readonly type: 'store.purge_failed';
  readonly at: number;
  readonly cause: unknown;
}

/** A circuit breaker: an upstream is left alone after failures in a row, or called again after a probe. */
export interface UpstreamEvent {
  readonly type: 'upstream.opened' | 'upstream.closed';
  readonly at: number;
  /** Scheme, host and port. */
  readonly origin: string;
}

/** A defect: something threw that must not. */
export interface DefectEvent {
  readonly type: 'defect';
  readonly at: number;
  /** Null where it is not known which request it belongs to. */
  readonly correlationId: string | null;
  readonly operation: string;
  readonly cause: unknown;
}

/** Everything worth telling an operator. No member can carry a token. */
export type Event =
  | SessionEvent
  | OperationEvent
  | DefectEvent
  | ExchangeEvent
  | UpstreamEvent
  | PurgedEvent
  | PurgeFailedEvent
  | KeysChangedEvent
  | KeysRefusedEvent
  | LimitReachedEvent
  | LimitFailedEvent;

/** Takes events; it must neither throw nor wait. */
export type EventSink = (event: Event) => void;
