import type { Call } from '../../domain/call.ts';
import type { IssuerFacts } from '../../domain/issuer.ts';
import { InvalidRefreshTokenError, isRefreshError } from '../../domain/refreshError.ts';
import type { Settlement } from '../../domain/replyStore.ts';
import { type ExchangeDeps, tell } from './exchangeDeps.ts';
import type { Flight } from './flights.ts';
import type { ExchangeId } from './identify.ts';
import { encodeOutcome, type Outcome } from './outcome.ts';
import { readRecord } from './readRecord.ts';
import { seal } from './seal.ts';

/** One attempt by the name that it was made under. */
export interface Holding {
  readonly id: ExchangeId;
  readonly holder: string;
}

/** One attempt that holds the lease, and what it is made for. */
export interface Attempt extends Holding {
  readonly facts: IssuerFacts;
  readonly call: Call;
}

/** How long (ms) the outcome of a failed attempt stays there for those who have waited for it. */
const FAILURE_RETENTION = 60_000;
const FIRST_PAUSE = 100;
// Sooner than a lease ends, so that nobody else asks before a store that came back has heard of it.
const LONGEST_PAUSE = 1000;

/**
 * Keeps an outcome in the store and gives what to answer. What the upstream said is never lost to a store that fails: it is
 * answered, and kept in the process until the store takes it.
 */
export async function settle(
  deps: ExchangeDeps,
  attempt: Attempt,
  outcome: Outcome,
): Promise<{ readonly outcome: Outcome; readonly isKept: boolean }> {
  const { call, facts, id } = attempt;
  const settlement = toSettlement(deps, attempt, outcome);
  try {
    if (await deps.store.settle(settlement)) return { outcome, isKept: true };
  } catch (cause) {
    tell(deps, 'exchange.persist_failure', facts.id, call, cause);
    return { outcome, isKept: false };
  }
  // This process stood still for a whole lease and another has asked since: its pair is the newer one.
  tell(deps, 'exchange.lease_lost', facts.id, call);
  const record = await deps.store.find(id.key).catch(() => null);
  const other = record?.state === 'kept' ? readRecord(record, id, facts) : null;
  return { outcome: other ?? outcome, isKept: true };
}

/**
 * Tries again until the store takes the outcome or nobody may ask for it any more; where its session was ended meanwhile, until
 * the store has that instead. Never rejects.
 */
export async function settleLater(
  deps: ExchangeDeps,
  attempt: Attempt,
  flight: Flight,
  outcome: Outcome,
): Promise<void> {
  const { call, facts } = attempt;
  const settlement = toSettlement(deps, attempt, outcome);
  for (
    let pause = FIRST_PAUSE, tries = 1;
    ;
    pause = Math.min(pause * 2, LONGEST_PAUSE), tries += 1
  ) {
    await deps.timers.sleep(pause);
    try {
      if (!deps.flights.wasDropped(flight)) await deps.store.settle(settlement);
      // Also where it was dropped while the store took it.
      if (deps.flights.wasDropped(flight)) return await settleEnded(deps, attempt);
      return tell(deps, 'exchange.persist_recovered', facts.id, call);
    } catch (cause) {
      const isOver = tries >= 3 && (deps.isEnding() || call.now() >= settlement.expiresAt);
      if (isOver) return tell(deps, 'exchange.persist_abandoned', facts.id, call, cause);
    }
  }
}

/** Has a token that was ended refused for a while, whatever was kept for it. Rejects where the store fails. */
export async function settleEnded(deps: ExchangeDeps, attempt: Attempt): Promise<void> {
  const ended = new InvalidRefreshTokenError('TOKEN_INVALID');
  // Spent, so that it is refused with any parameters.
  await deps.store.settle({ ...toSettlement(deps, attempt, ended), spent: true });
}

function toSettlement(
  deps: ExchangeDeps,
  { id, holder, facts, call }: Attempt,
  outcome: Outcome,
): Settlement {
  const { key, binding, sealingKey } = id;
  const sealed = seal(id, sealingKey, encodeOutcome(outcome));
  return { key, binding, holder, sealed, ...standing(deps, facts, outcome, call.now()) };
}

/** What the outcome means to others with the same token. */
function standing(deps: ExchangeDeps, facts: IssuerFacts, outcome: Outcome, now: number) {
  if (isRefreshError(outcome)) {
    const isFinal = outcome instanceof InvalidRefreshTokenError && !outcome.retryable;
    const state = isFinal ? ('refused' as const) : ('failed' as const);
    const retention = isFinal ? deps.refusals.retention(now) : FAILURE_RETENTION;
    return { state, spent: false, expiresAt: now + retention };
  }
  const spent = outcome.rotated && !facts.idempotent;
  const end = now + deps.replyRetention;
  // A token that still works may be used for a fresh access token as soon as this one is of no more use.
  const expiresAt = spent ? end : Math.min(end, Math.max(now, outcome.accessTokenExpiresAt));
  return { state: 'kept' as const, spent, expiresAt };
}
