import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type {
  Event,
  EventSink,
  ExchangeEvent,
  OperationEvent,
  PurgedEvent,
  SessionEvent,
} from '../domain/events.ts';
import { LIMIT_NAMES } from '../domain/rateLimiter.ts';

/** A metric with all its series. */
export type MetricFamily = Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number];

/** Counts events, and renders them for Prometheus. */
export interface Metrics {
  readonly sink: EventSink;
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
  /** The same as data, for another process to render. */
  families(): Promise<readonly MetricFamily[]>;
}

const SESSION_EVENTS = {
  'session.issued': true,
  'session.refreshed': true,
  'session.replayed': true,
  'session.recovered': true,
  'session.reused': true,
  'session.revoked': true,
  'session.expired': true,
  'session.ahead': true,
} as const satisfies Record<SessionEvent['type'], true>;

const EXCHANGE_EVENTS = {
  'exchange.shared': true,
  'exchange.replayed': true,
  'exchange.refusal_remembered': true,
  'exchange.taken_over': true,
  'exchange.lease_lost': true,
  'exchange.busy': true,
  'exchange.store_failure': true,
  'exchange.persist_failure': true,
  'exchange.persist_recovered': true,
  'exchange.persist_abandoned': true,
} as const satisfies Record<ExchangeEvent['type'], true>;

const ISSUER_ID = /^(?:native|walletkit-(?:testnet|mainnet)|(?:cloudreve|oauth2):[a-z0-9-]{1,63})$/;

/** Makes the metrics of this process, with a registry of their own. Labels come from closed sets only. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const meters = createMeters(registry);
  return {
    sink: (event) => count(meters, event),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    families: () => registry.getMetricsAsJSON(),
  };
}

type Meters = ReturnType<typeof createMeters>;

function createMeters(registry: Registry) {
  const registers = [registry];
  const meters = {
    operations: new Counter({
      name: 'refreshql_operations_total',
      help: 'Operations by how they ended.',
      labelNames: ['operation', 'issuer', 'outcome'],
      registers,
    }),
    durations: new Histogram({
      name: 'refreshql_operation_duration_seconds',
      help: 'How long operations took.',
      labelNames: ['operation', 'issuer'],
      buckets: [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    sessions: new Counter({
      name: 'refreshql_session_events_total',
      help: 'What happened to sessions of the native issuer.',
      labelNames: ['type'],
      registers,
    }),
    exchanges: new Counter({
      name: 'refreshql_exchange_events_total',
      help: 'What stood between forwarded calls and their upstreams.',
      labelNames: ['type', 'issuer'],
      registers,
    }),
    upstreamsOpened: new Counter({
      name: 'refreshql_upstream_opened_total',
      help: 'Times a circuit breaker began to hold calls to an upstream back.',
      registers,
    }),
    defects: new Counter({
      name: 'refreshql_defects_total',
      help: 'Exceptions that must not happen.',
      registers,
    }),
    keysRefused: new Counter({
      name: 'refreshql_keys_refused_total',
      help: 'Times that changed keys could not be used, so that the old ones stayed.',
      registers,
    }),
    purged: new Counter({
      name: 'refreshql_purged_total',
      help: 'Rows that were deleted because nothing can need them any more.',
      labelNames: ['table'],
      registers,
    }),
    purgeFailures: new Counter({
      name: 'refreshql_purge_failures_total',
      help: 'Purges that the store failed.',
      registers,
    }),
    limited: new Counter({
      name: 'refreshql_rate_limited_total',
      help: 'Calls refused by a rate limit of this deployment.',
      labelNames: ['limit'],
      registers,
    }),
    limitFailures: new Counter({
      name: 'refreshql_rate_limit_failures_total',
      help: 'Times the store of the rate limits failed, so that this process counted by itself.',
      registers,
    }),
  };
  // A rate over a series that starts at its first event would miss that event.
  for (const type of Object.keys(SESSION_EVENTS)) meters.sessions.inc({ type }, 0);
  for (const limit of LIMIT_NAMES) meters.limited.inc({ limit }, 0);
  return meters;
}

function count(meters: Meters, event: Event): void {
  if (event.type === 'defect') meters.defects.inc();
  else if (isExchange(event)) countExchange(meters, event);
  else if ('origin' in event) meters.upstreamsOpened.inc(event.type === 'upstream.opened' ? 1 : 0);
  else if (event.type === 'limit.reached') meters.limited.inc({ limit: event.limit });
  else if (event.type === 'keys.refused') meters.keysRefused.inc();
  else if (event.type === 'keys.changed') return;
  else if (event.type === 'store.purged') countPurge(meters, event);
  else if (event.type === 'store.purge_failed') meters.purgeFailures.inc();
  else if (event.type === 'limit.failed') meters.limitFailures.inc();
  else if ('outcome' in event) countOperation(meters, event);
  else meters.sessions.inc({ type: event.type });
}

const isExchange = (event: Event): event is ExchangeEvent =>
  Object.hasOwn(EXCHANGE_EVENTS, event.type);

function countExchange(meters: Meters, { type, issuerId }: ExchangeEvent): void {
  meters.exchanges.inc({ type, issuer: issuerLabel(issuerId) });
}

function countPurge(meters: Meters, { sessions, auditEntries, replies }: PurgedEvent): void {
  meters.purged.inc({ table: 'sessions' }, sessions);
  meters.purged.inc({ table: 'audit' }, auditEntries);
  meters.purged.inc({ table: 'replies' }, replies);
}

function countOperation(meters: Meters, event: OperationEvent): void {
  const labels = { operation: event.type, issuer: issuerLabel(event.issuerId) };
  meters.operations.inc({ ...labels, outcome: event.outcome });
  // A clock that was set back must not make the histogram throw or shrink.
  meters.durations.observe(labels, Math.max(0, event.durationMs / 1000));
}

const issuerLabel = (issuerId: string | null) =>
  issuerId === null ? 'none' : ISSUER_ID.test(issuerId) ? issuerId : 'other';
