import type {
  DefectEvent,
  Event,
  EventSink,
  OperationEvent,
  SessionEvent,
} from '../../domain/events.ts';
import type { Log } from '../log.ts';

type Level = 'info' | 'warn' | 'error';

const LEVEL_OF_OUTCOME = {
  OK: 'info',
  TOKEN_INVALID: 'info',
  TOKEN_EXPIRED: 'info',
  TOKEN_REUSED: 'warn',
  SESSION_REVOKED: 'info',
  INVALID_INPUT: 'info',
  UNAUTHENTICATED: 'info',
  RATE_LIMITED: 'info',
  ISSUER_UNAVAILABLE: 'warn',
  OUTCOME_UNKNOWN: 'warn',
  ISSUER_REJECTED: 'info',
} as const satisfies Record<OperationEvent['outcome'], Level>;

/** Writes one line for each event. It never throws: a log that cannot be written must not end a refresh. */
export function logEvents(log: Log): EventSink {
  return (event) => {
    try {
      write(log, event);
    } catch {
      // There is no better place left to tell it.
    }
  };
}

function write(log: Log, event: Event): void {
  if (event.type === 'defect') writeDefect(log, event);
  else if ('outcome' in event) writeOperation(log, event);
  else writeSession(log, event);
}

function writeDefect(log: Log, event: DefectEvent): void {
  const { correlationId, operation, cause } = event;
  log.error({ correlationId, operation, err: cause }, event.type);
}

function writeOperation(log: Log, event: OperationEvent): void {
  const { correlationId, issuerId: issuer, outcome, cause } = event;
  const durationMs = Math.round(event.durationMs * 100) / 100;
  const fields = { correlationId, issuer, outcome, durationMs };
  log[LEVEL_OF_OUTCOME[outcome]](
    cause === undefined ? fields : { ...fields, err: cause },
    event.type,
  );
}

function writeSession(log: Log, event: SessionEvent): void {
  const { correlationId, sessionId, userId } = event;
  const level: Level = event.type === 'session.reused' ? 'warn' : 'info';
  log[level]({ correlationId, sessionId, userId }, event.type);
}
