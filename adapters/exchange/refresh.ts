import type { Call } from '../../domain/call.ts';
import type { ExchangeEvent } from '../../domain/events.ts';
import type { Credential, Issuer } from '../../domain/issuer.ts';
import { IssuerUnavailableError, isRefreshError } from '../../domain/refreshError.ts';
import { type Claimed, claimLease } from './claimLease.ts';
import {
  claimOptions,
  type ExchangeDeps,
  stillBusy,
  storeUnavailable,
  tell,
} from './exchangeDeps.ts';
import { idsToAsk } from './exchangeIds.ts';
import type { Flight } from './flights.ts';
import type { ExchangeId } from './identify.ts';
import { newestPair } from './newestPair.ts';
import { newHolder } from './newHolder.ts';
import type { Outcome } from './outcome.ts';
import { answerOf } from './readRecord.ts';
import { type Attempt, settle, settleLater } from './settle.ts';

/** Refreshes so that one token makes one upstream call, whoever asks for it how often, here or in another process. */
export function refresh<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  call: Call,
): Promise<Outcome> {
  const [id, newer] = idsToAsk(deps, issuer.facts, credential, call.now());
  // What is sent under an older name is the whole exchange under the newer one.
  const inner = newer === undefined ? issuer : under(deps, issuer, newer);
  return joinOrStart(deps, inner, credential, call, id);
}

/** The same issuer, asked under this name. */
function under<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  id: ExchangeId,
): Issuer<C> {
  return {
    ...issuer,
    refresh: (credential, call) => joinOrStart(deps, issuer, credential, call, id),
  };
}

function joinOrStart<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  call: Call,
  id: ExchangeId,
): Promise<Outcome> {
  const { facts } = issuer;
  const joined = deps.flights.get(id.key);
  if (joined?.binding === id.binding) {
    tell(deps, 'exchange.shared', facts.id, call);
    return joined.outcome;
  }
  const holder = newHolder();
  const attempt: Attempt = { id, holder, facts, call };
  const work = exchange(deps, issuer, credential, attempt);
  const outcome = work.then((ended) => ended.outcome);
  const flight: Flight = { binding: id.binding, holder, outcome };
  deps.flights.start(id.key, flight);
  deps.background(keepUntilStored(deps, attempt, flight, work));
  return outcome;
}

interface Ended {
  readonly outcome: Outcome;
  readonly isKept: boolean;
}

async function exchange<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  attempt: Attempt,
): Promise<Ended> {
  const { id, holder, facts, call } = attempt;
  let claimed: Claimed;
  try {
    claimed = await claimLease(id, holder, claimOptions(deps, call));
  } catch (cause) {
    return await withoutStore(deps, issuer, credential, attempt, cause);
  }
  if (claimed.type !== 'lease') {
    const outcome = standing(deps, attempt, claimed);
    const newest = await newestPair(deps, issuer, credential, outcome, call.now());
    return { outcome: newest, isKept: true };
  }
  if (claimed.takenOver) tell(deps, 'exchange.taken_over', facts.id, call);
  return await ask(deps, issuer, credential, attempt);
}

async function withoutStore<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  attempt: Attempt,
  cause: unknown,
): Promise<Ended> {
  const { id, holder, facts, call } = attempt;
  // The lease may have been written all the same.
  deps.background(deps.store.forget({ key: id.key, holder }).catch(() => {}));
  // Better no new pair for a while than a session lost to a race.
  if (!facts.idempotent)
    return { outcome: storeUnavailable(deps, facts.id, call, cause), isKept: true };
  tell(deps, 'exchange.store_failure', facts.id, call, cause);
  return await ask(deps, issuer, credential, attempt);
}

/** The answer of an exchange that somebody else has made or is making. */
function standing(deps: ExchangeDeps, attempt: Attempt, claimed: Claimed): Outcome {
  const { id, facts, call } = attempt;
  if (claimed.type !== 'answer') return stillBusy(deps, facts.id, call);
  const { record, waited } = claimed;
  if (record.binding === id.binding) {
    tell(deps, waited ? 'exchange.shared' : eventOf(record.state), facts.id, call);
  }
  return answerOf(record, id, facts);
}

const eventOf = (state: string): ExchangeEvent['type'] =>
  state === 'refused' ? 'exchange.refusal_remembered' : 'exchange.replayed';

/** Asks the issuer and keeps what it answers. */
async function ask<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  attempt: Attempt,
): Promise<Ended> {
  const { id, holder, call } = attempt;
  deps.heartbeat.hold({ key: id.key, holder });
  let outcome: Outcome;
  try {
    outcome = await issuer.refresh(credential, call);
  } catch (cause) {
    const { correlationId } = call;
    deps.emit({ type: 'defect', at: call.now(), correlationId, operation: 'token.refresh', cause });
    outcome = new IssuerUnavailableError('OUTCOME_UNKNOWN');
  }
  return await settle(deps, attempt, outcome);
}

/** The lease lives, and later callers join, until the store has the outcome. */
async function keepUntilStored(
  deps: ExchangeDeps,
  attempt: Attempt,
  flight: Flight,
  work: Promise<Ended>,
): Promise<void> {
  const { id, holder } = attempt;
  try {
    const { outcome, isKept } = await work;
    // A failure is nobody's answer but theirs who have waited for it.
    if (isKept || isRefreshError(outcome)) deps.flights.end(id.key, flight);
    if (!isKept) await settleLater(deps, attempt, flight, outcome);
  } finally {
    deps.flights.end(id.key, flight);
    deps.heartbeat.release({ key: id.key, holder });
  }
}
