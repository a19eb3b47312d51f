import { isSpanContextValid, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import type { Event, EventSink, OperationEvent } from '../domain/events.ts';

/**
 * Tells events to OpenTelemetry: each operation is a span within whatever span is active, and what else happens to a request is
 * an event of that one. Null where no SDK was registered before. Attributes are from fixed lists, without tokens, causes and users.
 */
export function createTraces(): EventSink | null {
  const tracer = trace.getTracer('refreshql');
  if (!isTraced(tracer)) return null;
  return (event) => {
    if (isOperation(event)) addSpan(tracer, event);
    else if ('correlationId' in event)
      trace.getActiveSpan()?.addEvent(event.type, attributesOf(event), event.at);
  };
}

/** Without an SDK spans have no ids. The one that is asked is never ended, so it is never exported. */
function isTraced(tracer: Tracer): boolean {
  return isSpanContextValid(tracer.startSpan('refreshql', { root: true }).spanContext());
}

/** The operations have their outcome when they end, so their spans are made then. */
function addSpan(tracer: Tracer, event: OperationEvent): void {
  const { type, at, correlationId, outcome, durationMs } = event;
  const attributes = {
    ...attributesOf(event),
    'refreshql.correlation_id': correlationId,
    'refreshql.outcome': outcome,
  };
  const span = tracer.startSpan(type, { startTime: at - durationMs, attributes });
  if (FAILURES.has(outcome)) span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
  span.end(at);
}

/** Outcomes that no caller is to blame for. */
const FAILURES: ReadonlySet<OperationEvent['outcome']> = new Set([
  'ISSUER_UNAVAILABLE',
  'OUTCOME_UNKNOWN',
]);

function attributesOf(event: Event): Readonly<Record<string, string>> {
  return {
    ...('issuerId' in event && event.issuerId !== null && { 'refreshql.issuer': event.issuerId }),
    ...('limit' in event && { 'refreshql.limit': event.limit }),
  };
}

function isOperation(event: Event): event is OperationEvent {
  return 'outcome' in event;
}
