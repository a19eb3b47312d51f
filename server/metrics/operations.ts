import type { Registry } from 'prom-client';
import type { OperationEvent } from '../../domain/events.ts';
import { createTallies, type Tally } from './tallies.ts';
import { createTimings, type Timing } from './timings.ts';

/** The series of one operation at one issuer. */
interface Series {
  readonly byOutcome: Map<OperationEvent['outcome'], Tally>;
  readonly timing: Timing;
}

const BUCKETS = [
  ...[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025],
  ...[0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
];

const ISSUER_ID = /^(?:native|walletkit-(?:testnet|mainnet)|(?:cloudreve|oauth2):[a-z0-9-]{1,63})$/;

/** The label of an issuer: from a closed set, whatever the id is. */
export const issuerLabel = (issuerId: string | null) =>
  issuerId === null ? 'none' : ISSUER_ID.test(issuerId) ? issuerId : 'other';

/** Counts operations by how they ended, and how long they took. */
export function createOperations(registry: Registry): (event: OperationEvent) => void {
  const tallies = createTallies({
    name: 'refreshql_operations_total',
    help: 'Operations by how they ended.',
    labelNames: ['operation', 'issuer', 'outcome'],
    registers: [registry],
  });
  const timings = createTimings(registry, {
    name: 'refreshql_operation_duration_seconds',
    help: 'How long operations took.',
    buckets: BUCKETS,
  });
  const byIssuer = {
    'token.refresh': new Map<string | null, Series>(),
    'token.revoke': new Map<string | null, Series>(),
    'token.issue': new Map<string | null, Series>(),
  };

  function seriesOf({ type: operation, issuerId }: OperationEvent): Series {
    const issuer = issuerLabel(issuerId);
    // Only ids that are labels are keys, so there are as few of them.
    const key = issuerId === null ? null : issuer;
    const known = byIssuer[operation].get(key);
    if (known !== undefined) return known;
    const made = { byOutcome: new Map(), timing: timings({ operation, issuer }) };
    byIssuer[operation].set(key, made);
    return made;
  }

  function tallyOf({ byOutcome }: Series, event: OperationEvent): Tally {
    const { type: operation, issuerId, outcome } = event;
    const tally = tallies({ operation, issuer: issuerLabel(issuerId), outcome });
    byOutcome.set(outcome, tally);
    return tally;
  }

  return (event) => {
    const series = byIssuer[event.type].get(event.issuerId) ?? seriesOf(event);
    const tally = series.byOutcome.get(event.outcome) ?? tallyOf(series, event);
    tally.count += 1;
    // A clock that was set back must not make the histogram throw or shrink.
    series.timing.observe(Math.max(0, event.durationMs / 1000));
  };
}
