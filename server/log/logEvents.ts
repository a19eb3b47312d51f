import type {
  Event,
  EventSink,
  ExchangeEvent,
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
      const write = WRITERS[event.type] as (log: Log, event: Event) => void;
      write(log, event);
    } catch {
      // There is no better place left to tell it.
    }
  };
}

/** Writes the line of one kind of event. */
type Writers = {
  readonly [Type in Event['type']]: (log: Log, event: Event & { readonly type: Type }) => void;
};

const WRITERS: Writers = {
  'token.refresh': writeOperation,
  'token.revoke': writeOperation,
  'token.issue': writeOperation,
  'session.issued': writeSession('info'),
  'session.refreshed': writeSession('info'),
  'session.replayed': writeSession('info'),
  'session.recovered': writeSession('info'),
  'session.reused': writeSession('warn'),
  'session.revoked': writeSession('info'),
  'session.expired': writeSession('info'),
  'session.ahead': writeSession('warn'),
  'exchange.shared': writeExchange('debug'),
  'exchange.replayed': writeExchange('debug'),
  'exchange.refusal_remembered': writeExchange('debug'),
  'exchange.taken_over': writeExchange('warn'),
  'exchange.lease_lost': writeExchange('warn'),
  'exchange.busy': writeExchange('warn'),
  'exchange.store_failure': writeExchange('error'),
  'exchange.persist_failure': writeExchange('error'),
  'exchange.persist_recovered': writeExchange('info'),
  'exchange.persist_abandoned': writeExchange('error'),
  'upstream.opened': (log, { type, origin: url }) => log.warn({ url }, type),
  'upstream.closed': (log, { type, origin: url }) => log.info({ url }, type),
  'limit.reached': (log, { type, correlationId, limit }) =>
    log.info({ correlationId, limit }, type),
  'limit.failed': (log, { type, cause }) => log.warn({ err: cause }, type),
  'keys.changed': (log, { type }) => log.info({}, type),
  'keys.refused': (log, { type, cause }) => log.error({ err: cause }, type),
  'store.purged': (log, { type, sessions, auditEntries, replies }) =>
    log.info({ sessions, auditEntries, replies }, type),
  'store.purge_failed': (log, { type, cause }) => log.warn({ err: cause }, type),
  defect: (log, { type, correlationId, operation, cause }) =>
    log.error({ correlationId, operation, err: cause }, type),
};

function writeOperation(log: Log, event: OperationEvent): void {
  const { type, correlationId, issuerId: issuer, outcome, cause } = event;
  const durationMs = Math.round(event.durationMs * 100) / 100;
  const fields = { correlationId, issuer, outcome, durationMs };
  log[LEVEL_OF_OUTCOME[outcome]](cause === undefined ? fields : { ...fields, err: cause }, type);
}

function writeSession(level: Level) {
  return (log: Log, { type, correlationId, sessionId, userId }: SessionEvent): void =>
    log[level]({ correlationId, sessionId, userId }, type);
}

function writeExchange(level: Level | 'debug') {
  return (log: Log, { type, correlationId, issuerId: issuer, cause }: ExchangeEvent): void => {
    const fields = { correlationId, issuer };
    log[level](cause === undefined ? fields : { ...fields, err: cause }, type);
  };
}
