import type { Call } from '../domain/call.ts';
import type { OperationEvent } from '../domain/events.ts';
import type { MaybePromise } from '../domain/maybePromise.ts';
import {
  type AnyRefreshError,
  IssuerUnavailableError,
  isRefreshError,
} from '../domain/refreshError.ts';
import type { Deps } from './deps.ts';

/** A use case under way: what it found out so far of the issuer it speaks to. */
export interface Trace {
  issuerId: string | null;
}

/**
 * Runs one operation so that it cannot throw, and tells how it ended. A defect becomes OUTCOME_UNKNOWN: a throw on a
 * non-null root field would take a sibling's fresh token with it.
 */
export function total<T>(
  type: OperationEvent['type'],
  { emit }: Deps,
  call: Call,
  run: (trace: Trace) => MaybePromise<T | AnyRefreshError>,
): MaybePromise<T | AnyRefreshError> {
  const trace: Trace = { issuerId: null };
  const { correlationId } = call;
  const startedAt = call.now();
  function end(result: T | AnyRefreshError): T | AnyRefreshError {
    const at = call.now();
    const failure = isRefreshError(result) ? result : null;
    emit({
      type,
      at,
      correlationId,
      issuerId: trace.issuerId,
      outcome: failure?.code ?? 'OK',
      durationMs: at - startedAt,
      cause: failure?.cause,
    });
    return result;
  }
  function endInDefect(cause: unknown): T | AnyRefreshError {
    emit({ type: 'defect', at: call.now(), correlationId, operation: type, cause });
    return end(new IssuerUnavailableError('OUTCOME_UNKNOWN'));
  }
  let result: MaybePromise<T | AnyRefreshError>;
  try {
    result = run(trace);
  } catch (cause) {
    return endInDefect(cause);
  }
  return result instanceof Promise ? result.then(end, endInDefect) : end(result);
}
