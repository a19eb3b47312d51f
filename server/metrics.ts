import { Counter, collectDefaultMetrics, Registry } from 'prom-client';
import type { Event, EventSink, ExchangeEvent, SessionEvent } from '../domain/events.ts';
import { LIMIT_NAMES } from '../domain/rateLimiter.ts';
import { createOperations, issuerLabel } from './metrics/operations.ts';
import { createTallies } from './metrics/tallies.ts';

/** A metric with all its series. */
export type MetricFamily = Awaited<ReturnType<Registry['getMetricsAsJSON']>>[number];

/** Counts events, and renders them for Prometheus. */
export interface Metrics {
  readonly sink: EventSink;
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
  /** The same as data, for another process to render. */
  families(): Promise<readonly MetricFamily[]>;
}

/** Makes the metrics of this process, with a registry of their own. Labels come from closed sets only. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const counts = createCounts(registry);
  return {
    sink(event) {
      const count = counts[event.type] as (event: Event) => void;
      count(event);
    },
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
    families: () => registry.getMetricsAsJSON(),
  };
}

/** What each kind of event does to the metrics. */
type Counts = {
  readonly [Type in Event['type']]: (event: Event & { readonly type: Type }) => void;
};

function createCounts(registry: Registry): Counts {
  const registers = [registry];
  const operation = createOperations(registry);
  const sessions = createTallies({
    name: 'refreshql_session_events_total',
    help: 'What happened to sessions of the native issuer.',
    labelNames: ['type'],
    registers,
  });
  const exchanges = new Counter({
    name: 'refreshql_exchange_events_total',
    help: 'What stood between forwarded calls and their upstreams.',
    labelNames: ['type', 'issuer'],
    registers,
  });
  const upstreamsOpened = new Counter({
    name: 'refreshql_upstream_opened_total',
    help: 'Times a circuit breaker began to hold calls to an upstream back.',
    registers,
  });
  const defects = new Counter({
    name: 'refreshql_defects_total',
    help: 'Exceptions that must not happen.',
    registers,
  });
  const keysRefused = new Counter({
    name: 'refreshql_keys_refused_total',
    help: 'Times that changed keys could not be used, so that the old ones stayed.',
    registers,
  });
  const purged = new Counter({
    name: 'refreshql_purged_total',
    help: 'Rows that were deleted because nothing can need them any more.',
    labelNames: ['table'],
    registers,
  });
  const purgeFailures = new Counter({
    name: 'refreshql_purge_failures_total',
    help: 'Purges that the store failed.',
    registers,
  });
  const limited = new Counter({
    name: 'refreshql_rate_limited_total',
    help: 'Calls refused by a rate limit of this deployment.',
    labelNames: ['limit'],
    registers,
  });
  const limitFailures = new Counter({
    name: 'refreshql_rate_limit_failures_total',
    help: 'Times the store of the rate limits failed, so that this process counted by itself.',
    registers,
  });
  // A rate over a series that starts at its first event would miss that event.
  for (const limit of LIMIT_NAMES) limited.inc({ limit }, 0);
  const session = (type: SessionEvent['type']) => {
    const tally = sessions({ type });
    return () => {
      tally.count += 1;
    };
  };
  const exchange = ({ type, issuerId }: ExchangeEvent) =>
    exchanges.inc({ type, issuer: issuerLabel(issuerId) });
  return {
    'token.refresh': operation,
    'token.revoke': operation,
    'token.issue': operation,
    'session.issued': session('session.issued'),
    'session.refreshed': session('session.refreshed'),
    'session.replayed': session('session.replayed'),
    'session.recovered': session('session.recovered'),
    'session.reused': session('session.reused'),
    'session.revoked': session('session.revoked'),
    'session.expired': session('session.expired'),
    'session.ahead': session('session.ahead'),
    'exchange.shared': exchange,
    'exchange.replayed': exchange,
    'exchange.refusal_remembered': exchange,
    'exchange.taken_over': exchange,
    'exchange.lease_lost': exchange,
    'exchange.busy': exchange,
    'exchange.store_failure': exchange,
    'exchange.persist_failure': exchange,
    'exchange.persist_recovered': exchange,
    'exchange.persist_abandoned': exchange,
    'upstream.opened': () => upstreamsOpened.inc(),
    'upstream.closed': () => {},
    'limit.reached': ({ limit }) => limited.inc({ limit }),
    'limit.failed': () => limitFailures.inc(),
    'keys.changed': () => {},
    'keys.refused': () => keysRefused.inc(),
    'store.purged'({ sessions: some, auditEntries, replies }) {
      purged.inc({ table: 'sessions' }, some);
      purged.inc({ table: 'audit' }, auditEntries);
      purged.inc({ table: 'replies' }, replies);
    },
    'store.purge_failed': () => purgeFailures.inc(),
    defect: () => defects.inc(),
  };
}
