import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { Event, EventSink, OperationEvent, SessionEvent } from '../domain/events.ts';

/** Counts events, and renders them for Prometheus. */
export interface Metrics {
  readonly sink: EventSink;
  render(): Promise<{ readonly contentType: string; readonly body: string }>;
}

const SESSION_EVENTS = {
  'session.issued': true,
  'session.refreshed': true,
  'session.replayed': true,
  'session.recovered': true,
  'session.reused': true,
  'session.revoked': true,
  'session.expired': true,
} as const satisfies Record<SessionEvent['type'], true>;

const ISSUER_ID = /^(?:native|walletkit-(?:testnet|mainnet)|(?:cloudreve|oauth2):[a-z0-9-]{1,63})$/;

/** Makes the metrics of this process, with a registry of their own. Labels come from closed sets only. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const meters = createMeters(registry);
  return {
    sink: (event) => count(meters, event),
    render: async () => ({ contentType: registry.contentType, body: await registry.metrics() }),
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
    defects: new Counter({
      name: 'refreshql_defects_total',
      help: 'Exceptions that must not happen.',
      registers,
    }),
  };
  // A rate over a series that starts at its first event would miss that event.
  for (const type of Object.keys(SESSION_EVENTS)) meters.sessions.inc({ type }, 0);
  return meters;
}

function count(meters: Meters, event: Event): void {
  if (event.type === 'defect') meters.defects.inc();
  else if ('outcome' in event) countOperation(meters, event);
  else meters.sessions.inc({ type: event.type });
}

function countOperation(meters: Meters, event: OperationEvent): void {
  const labels = { operation: event.type, issuer: issuerLabel(event.issuerId) };
  meters.operations.inc({ ...labels, outcome: event.outcome });
  // A clock that was set back must not make the histogram throw or shrink.
  meters.durations.observe(labels, Math.max(0, event.durationMs / 1000));
}

const issuerLabel = (issuerId: string | null) =>
  issuerId === null ? 'none' : ISSUER_ID.test(issuerId) ? issuerId : 'other';
