import type { Call } from '../../domain/call.ts';
import type { Credential, Issuer } from '../../domain/issuer.ts';
import { isRefreshError } from '../../domain/refreshError.ts';
import type { Lease, ReplyKey, ReplyRecord } from '../../domain/replyStore.ts';
import type { Secret } from '../../domain/secret.ts';
import { claimLease } from './claimLease.ts';
import { claimOptions, type ExchangeDeps } from './exchangeDeps.ts';
import type { Flight } from './flights.ts';
import { newHolder } from './newHolder.ts';
import type { Outcome } from './outcome.ts';
import { pickId } from './pickId.ts';
import { readRecord } from './readRecord.ts';

/** How a token stands that is to be ended, and whose record has to go with it. */
export type Hold =
  /** Nobody can refresh it until the lease is given back. */
  | { readonly type: 'lease'; readonly lease: Lease }
  | { readonly type: 'successor'; readonly lease: Lease; readonly token: Secret }
  /** The issuer has refused it for good. */
  | { readonly type: 'dead'; readonly lease: Lease }
  | { readonly type: 'busy' };

/** Waits for a refresh of the token that is under way, then holds the token or names its successor. */
export async function holdForRevocation<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  call: Call,
): Promise<Hold> {
  const id = await pickId(deps, issuer, credential, call.now());
  const flight = deps.flights.get(id.key);
  const flown = flight && successorOf(await flight.outcome);
  if (flown)
    return { type: 'successor', lease: await leaseOfFlight(deps, id, flight), token: flown };
  const lease = { key: id.key, holder: newHolder() };
  for (;;) {
    const claimed = await claimLease(id, lease.holder, claimOptions(deps, call));
    if (claimed.type === 'busy') return claimed;
    if (claimed.type === 'lease') {
      deps.heartbeat.hold(lease);
      return { type: 'lease', lease };
    }
    const { record } = claimed;
    const token =
      record.state === 'kept' ? successorOf(readRecord(record, id, issuer.facts)) : null;
    if (token !== null) return { type: 'successor', lease: leaseOf(record), token };
    if (record.state === 'refused') return { type: 'dead', lease: leaseOf(record) };
    // A pair of a token that was not replaced, or a failure: neither may be given again, so the lease is free next time.
    await deps.store.forget(leaseOf(record));
  }
}

/** The reply may be that of another process; where the store does not have it yet, this one brings it. */
async function leaseOfFlight({ store }: ExchangeDeps, { key }: ReplyKey, { holder }: Flight) {
  const record = await store.find(key).catch(() => null);
  return record === null ? { key, holder } : leaseOf(record);
}

const leaseOf = ({ key, holder }: ReplyRecord): Lease => ({ key, holder });

function successorOf(outcome: Outcome | null): Secret | null {
  return outcome === null || isRefreshError(outcome) || !outcome.rotated
    ? null
    : outcome.refreshToken;
}
