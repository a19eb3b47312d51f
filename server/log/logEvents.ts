import type {
  DefectEvent,
  Event,
  EventSink,
  ExchangeEvent,
  LimitReachedEvent,
  OperationEvent,
  PurgedEvent,
  SessionEvent,
  UpstreamEvent,
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

const ALARMING: ReadonlySet<Event['type']> = new Set(['session.reused', 'session.ahead']);

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
  else if (isExchange(event)) writeExchange(log, event);
  else if ('origin' in event) writeUpstream(log, event);
  else if (event.type === 'keys.changed') log.info({}, event.type);
  else if (event.type === 'keys.refused') log.error({ err: event.cause }, event.type);
  else if (event.type === 'store.purged') writePurge(log, event);
  else if (event.type === 'store.purge_failed') log.warn({ err: event.cause }, event.type);
  else if (event.type === 'limit.reached') writeLimit(log, event);
  else if (event.type === 'limit.failed') log.warn({ err: event.cause }, event.type);
  else if ('outcome' in event) writeOperation(log, event);
  else writeSession(log, event);
}

function writeUpstream(log: Log, { type, origin: url }: UpstreamEvent): void {
  log[type === 'upstream.opened' ? 'warn' : 'info']({ url }, type);
}

function writeDefect(log: Log, event: DefectEvent): void {
  const { correlationId, operation, cause } = event;
  log.error({ correlationId, operation, err: cause }, event.type);
}

const LEVEL_OF_EXCHANGE = {
  'exchange.shared': 'debug',
  'exchange.replayed': 'debug',
  'exchange.refusal_remembered': 'debug',
  'exchange.taken_over': 'warn',
  'exchange.lease_lost': 'warn',
  'exchange.busy': 'warn',
  'exchange.store_failure': 'error',
  'exchange.persist_failure': 'error',
  'exchange.persist_recovered': 'info',
  'exchange.persist_abandoned': 'error',
} as const satisfies Record<ExchangeEvent['type'], Level | 'debug'>;

const isExchange = (event: Event): event is ExchangeEvent =>
  Object.hasOwn(LEVEL_OF_EXCHANGE, event.type);

function writeExchange(log: Log, event: ExchangeEvent): void {
  const { type, correlationId, issuerId: issuer, cause } = event;
  const fields = { correlationId, issuer };
  log[LEVEL_OF_EXCHANGE[type]](cause === undefined ? fields : { ...fields, err: cause }, type);
}

function writePurge(log: Log, event: PurgedEvent): void {
  const { sessions, auditEntries, replies } = event;
  log.info({ sessions, auditEntries, replies }, event.type);
}

function writeLimit(log: Log, { type, correlationId, limit }: LimitReachedEvent): void {
  log.info({ correlationId, limit }, type);
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
  log[ALARMING.has(event.type) ? 'warn' : 'info']({ correlationId, sessionId, userId }, event.type);
}
