import type { Call } from '../../domain/call.ts';
import type { Credential, Issuer, IssuerFacts } from '../../domain/issuer.ts';
import { isRefreshError } from '../../domain/refreshError.ts';
import type { ReplyRecord } from '../../domain/replyStore.ts';
import type { Secret } from '../../domain/secret.ts';
import { claimLease } from './claimLease.ts';
import { claimOptions, type ExchangeDeps } from './exchangeDeps.ts';
import { idsToEnd } from './exchangeIds.ts';
import type { ExchangeId } from './identify.ts';
import { newHolder } from './newHolder.ts';
import type { Outcome } from './outcome.ts';
import { readRecord } from './readRecord.ts';
import type { Holding } from './settle.ts';

/** How a token stands that is to be ended. */
export type Hold =
  /** Nobody can refresh it until the leases of the trail are given back. */
  | { readonly type: 'held' }
  /** The issuer has refused it for good. */
  | { readonly type: 'dead' }
  | { readonly type: 'successor'; readonly token: Secret }
  | { readonly type: 'busy' };

/** What a revocation leaves behind on its way. */
export interface Trail {
  /** Its own leases, whether it got them or not. */
  readonly held: Holding[];
  /** The records of tokens that were exchanged or refused; they are of no more use when their session has ended. */
  readonly passed: Holding[];
}

/** Waits for a refresh of the token that is under way, then holds the token or names its successor. */
export async function holdForRevocation<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  call: Call,
  trail: Trail,
): Promise<Hold> {
  let found: Hold = { type: 'held' };
  // Also after a successor is known: what is kept under the other name must not be given again either.
  for (const id of idsToEnd(deps, issuer.facts, credential, call.now())) {
    const hold = await holdName(deps, issuer.facts, id, call, trail);
    if (hold.type === 'busy') return hold;
    if (hold.type !== 'held' && found.type !== 'successor') found = hold;
  }
  return found;
}

async function holdName(
  deps: ExchangeDeps,
  facts: IssuerFacts,
  id: ExchangeId,
  call: Call,
  trail: Trail,
): Promise<Hold> {
  const flown = await flownSuccessor(deps, id, trail);
  if (flown !== null) return { type: 'successor', token: flown };
  const holder = newHolder();
  // A claim that fails may have been written all the same.
  trail.held.push({ id, holder });
  for (;;) {
    const claimed = await claimLease(id, holder, claimOptions(deps, call));
    if (claimed.type === 'busy') return claimed;
    if (claimed.type === 'lease') {
      deps.heartbeat.hold({ key: id.key, holder });
      return { type: 'held' };
    }
    const { record } = claimed;
    const hold = holdOf(record, id, facts);
    if (hold !== null) {
      trail.passed.push({ id, holder: record.holder });
      return hold;
    }
    // A pair of a token that was not replaced, or a failure: neither may be given again, so the lease is free next time.
    await deps.store.forget({ key: id.key, holder: record.holder });
  }
}

/** What has come of a refresh in this process that the store does not have yet; of any other, the store knows more. */
async function flownSuccessor(
  { flights, store }: ExchangeDeps,
  id: ExchangeId,
  { passed }: Trail,
): Promise<Secret | null> {
  const flight = flights.get(id.key);
  const token = flight && successorOf(await flight.outcome);
  if (!token) return null;
  const record = await store.find(id.key).catch(() => null);
  const isStored = record !== null && (record.state !== 'held' || record.holder !== flight.holder);
  if (isStored) return null;
  passed.push({ id, holder: flight.holder });
  return token;
}

function holdOf(record: ReplyRecord, id: ExchangeId, facts: IssuerFacts): Hold | null {
  if (record.state === 'refused') return { type: 'dead' };
  const token = record.state === 'kept' ? successorOf(readRecord(record, id, facts)) : null;
  return token && { type: 'successor', token };
}

function successorOf(outcome: Outcome | null): Secret | null {
  return outcome === null || isRefreshError(outcome) || !outcome.rotated
    ? null
    : outcome.refreshToken;
}
