import type { Call } from '../../domain/call.ts';
import type { Credential, Issuer, IssuerFacts } from '../../domain/issuer.ts';
import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { Secret } from '../../domain/secret.ts';
import { type ExchangeDeps, stillBusy, storeUnavailable } from './exchangeDeps.ts';
import { type Hold, holdForRevocation, type Trail } from './holdForRevocation.ts';
import { settleEnded } from './settle.ts';

/** A day of refreshes every five minutes; a session that is refreshed while it is to be ended is not run after for ever. */
const MAX_SUCCESSORS = 300;

/**
 * Ends what a token stands for, not before a refresh of it that is under way. A token that was just exchanged is ended
 * through its successor: who signs out must not stay signed in because another tab was refreshing.
 */
export async function revoke<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  call: Call,
): Promise<AnyRefreshError | null> {
  if (!issuer.facts.revokes) return issuer.revoke(credential, call);
  const trail: Trail = { held: [], passed: [] };
  let hasEnded = false;
  try {
    const refusal =
      (await revokeNewest(deps, issuer, credential, call, trail)) ??
      (await refuseFromNowOn(deps, issuer.facts, call, trail));
    hasEnded = refusal === null;
    return refusal;
  } finally {
    // In an outage nobody is to wait for this as well.
    deps.background(release(deps, trail, hasEnded));
  }
}

async function revokeNewest<C extends Credential>(
  deps: ExchangeDeps,
  issuer: Issuer<C>,
  credential: C,
  call: Call,
  trail: Trail,
): Promise<AnyRefreshError | null> {
  const { id } = issuer.facts;
  let current = credential;
  for (let step = 0; step < MAX_SUCCESSORS; step += 1) {
    let hold: Hold;
    try {
      hold = await holdForRevocation(deps, issuer, current, call, trail);
    } catch (cause) {
      return await revokeUnseen(issuer, current, call, storeUnavailable(deps, id, call, cause));
    }
    if (hold.type === 'busy') return stillBusy(deps, id, call);
    if (hold.type === 'dead') return null;
    if (hold.type === 'held') return await issuer.revoke(current, call);
    current = withToken(credential, hold.token);
  }
  return await revokeUnseen(issuer, current, call, stillBusy(deps, id, call));
}

/** Worth a try, but its success proves nothing: that of a spent token is one too (RFC 7009), while its successor lives on. */
async function revokeUnseen<C extends Credential>(
  issuer: Issuer<C>,
  credential: C,
  call: Call,
  doubt: AnyRefreshError,
): Promise<AnyRefreshError | null> {
  const refusal = await issuer.revoke(credential, call);
  return refusal ?? (issuer.facts.idempotent ? null : doubt);
}

function withToken<C extends Credential>(credential: C, refreshToken: Secret): C {
  return { ...credential, refreshToken };
}

/**
 * Who still holds a token from before must be told, and what was kept must not be given again, so it is no success before both
 * are so. What was not ended is kept.
 */
async function refuseFromNowOn(
  deps: ExchangeDeps,
  facts: IssuerFacts,
  call: Call,
  { held, passed }: Trail,
): Promise<AnyRefreshError | null> {
  for (const { id } of passed) deps.flights.drop(id.key);
  try {
    const ended = [...held, ...passed].map((holding) =>
      settleEnded(deps, { ...holding, facts, call }),
    );
    await Promise.all(ended);
    return null;
  } catch (cause) {
    // Of an issuer whose tokens are not spent, nothing of this session is kept that it would not refuse itself.
    if (facts.idempotent && passed.length === 0) return null;
    return storeUnavailable(deps, facts.id, call, cause);
  }
}

async function release(deps: ExchangeDeps, { held }: Trail, hasEnded: boolean): Promise<void> {
  const leases = held.map(({ id, holder }) => ({ key: id.key, holder }));
  for (const lease of leases) deps.heartbeat.release(lease);
  if (!hasEnded) await Promise.all(leases.map((it) => deps.store.forget(it))).catch(() => {});
}
