import type { Call } from '../domain/call.ts';
import type { OperationEvent } from '../domain/events.ts';
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
export async function total<T>(
  type: OperationEvent['type'],
  { emit }: Deps,
  call: Call,
  run: (trace: Trace) => Promise<T | AnyRefreshError>,
): Promise<T | AnyRefreshError> {
  const trace: Trace = { issuerId: null };
  const { correlationId } = call;
  const startedAt = call.now();
  let result: T | AnyRefreshError;
  try {
    result = await run(trace);
  } catch (cause) {
    emit({ type: 'defect', at: call.now(), correlationId, operation: type, cause });
    result = new IssuerUnavailableError('OUTCOME_UNKNOWN');
  }
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
