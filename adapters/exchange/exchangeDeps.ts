import type { KeyObject } from 'node:crypto';
import type { Call } from '../../domain/call.ts';
import type { EventSink, ExchangeEvent } from '../../domain/events.ts';
import { IssuerUnavailableError } from '../../domain/refreshError.ts';
import type { ReplyStore } from '../../domain/replyStore.ts';
import type { ClaimOptions } from './claimLease.ts';
import type { Flights } from './flights.ts';
import type { Heartbeat } from './heartbeat.ts';
import type { RefusalBudget } from './refusalBudget.ts';
import type { Timers } from './timers.ts';

/** What the parts of one exchange share. */
export interface ExchangeDeps {
  readonly store: ReplyStore;
  readonly timers: Timers;
  /** Milliseconds that a lease lives without a beat. */
  readonly lease: number;
  /** Milliseconds to wait for somebody else's answer. */
  readonly patience: number;
  /** Milliseconds that a pair is given again. */
  readonly replyRetention: number;
  /** The root key in force at a time (ms). */
  readonly keyAt: (time: number) => KeyObject;
  /** How far (ms) the clocks of two processes may be apart. */
  readonly clockSkew: number;
  /** For how long (ms) after a token was presented anything may be known of it, by any clock. */
  readonly lookback: number;
  readonly heartbeat: Heartbeat;
  readonly flights: Flights;
  readonly refusals: RefusalBudget;
  readonly emit: EventSink;
  /** Work that outlives its request; the exchange waits for it before it closes. */
  readonly background: (work: Promise<unknown>) => void;
  readonly isClosing: () => boolean;
  /** It has been closing for so long that what the store has not taken is given up. */
  readonly isEnding: () => boolean;
}

/** Tells what the exchange did for one call. */
export function tell(
  { emit }: ExchangeDeps,
  type: ExchangeEvent['type'],
  issuerId: string,
  call: Call,
  cause?: unknown,
): void {
  emit({ type, at: call.now(), correlationId: call.correlationId, issuerId, cause });
}

/** How leases are claimed for a call. */
export function claimOptions(deps: ExchangeDeps, call: Call): ClaimOptions {
  const { store, timers, lease, patience, isClosing } = deps;
  return { store, timers, lease, patience, isClosing, now: call.now };
}

/** The answer to a caller whose patience ended before somebody else's call did. */
export function stillBusy(
  deps: ExchangeDeps,
  issuerId: string,
  call: Call,
): IssuerUnavailableError {
  tell(deps, 'exchange.busy', issuerId, call);
  const message = 'A refresh with this token is still under way; ask again with the same token.';
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { message, retryAfter: 1 });
}

/** The answer to a caller for whom the store could not be asked: nobody knows who else is asking, or what came of it. */
export function storeUnavailable(
  deps: ExchangeDeps,
  issuerId: string,
  call: Call,
  cause: unknown,
): IssuerUnavailableError {
  tell(deps, 'exchange.store_failure', issuerId, call, cause);
  const message = 'The reply store is not available; try again with the same token.';
  return new IssuerUnavailableError('ISSUER_UNAVAILABLE', { message, cause });
}
