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
  const counter = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Counter({ name, help, labelNames, registers });
  const operation = createOperations(registry);
  const sessions = createTallies({
    name: 'refreshql_session_events_total',
    help: 'What happened to sessions of the native issuer.',
    labelNames: ['type'],
    registers,
  });
  const exchanges = counter(
    'refreshql_exchange_events_total',
    'What stood between forwarded calls and their upstreams.',
    ['type', 'issuer'],
  );
  const upstreamsOpened = counter(
    'refreshql_upstream_opened_total',
    'Times a circuit breaker began to hold calls to an upstream back.',
  );
  const defects = counter('refreshql_defects_total', 'Exceptions that must not happen.');
  const keysRefused = counter(
    'refreshql_keys_refused_total',
    'Times that changed keys could not be used, so that the old ones stayed.',
  );
  const purged = counter(
    'refreshql_purged_total',
    'Rows that were deleted because nothing can need them any more.',
    ['table'],
  );
  const purgeFailures = counter('refreshql_purge_failures_total', 'Purges that the store failed.');
  const limited = counter(
    'refreshql_rate_limited_total',
    'Calls refused by a rate limit of this deployment.',
    ['limit'],
  );
  const limitFailures = counter(
    'refreshql_rate_limit_failures_total',
    'Times the store of the rate limits failed, so that this process counted by itself.',
  );
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
