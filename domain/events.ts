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
    | 'session.expired';
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
export type Event = SessionEvent | OperationEvent | DefectEvent;

/** Takes events; it must neither throw nor wait. */
export type EventSink = (event: Event) => void;
