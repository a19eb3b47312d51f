import type { Call } from '../../domain/call.ts';
import type { Credential, Issuer } from '../../domain/issuer.ts';
import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { Secret } from '../../domain/secret.ts';
import { type ExchangeDeps, stillBusy, storeUnavailable } from './exchangeDeps.ts';
import { type Hold, holdForRevocation, type Trail } from './holdForRevocation.ts';

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
  try {
    const refusal = await revokeNewest(deps, issuer, credential, call, trail);
    return refusal ?? (await forgetPassed(deps, issuer.facts.id, call, trail));
  } finally {
    // In an outage nobody is to wait for this as well.
    deps.background(release(deps, trail));
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

/** What was kept for an ended token must not be given again, so it is no success before that is gone; what was not ended is kept. */
async function forgetPassed(
  deps: ExchangeDeps,
  issuerId: string,
  call: Call,
  { passed }: Trail,
): Promise<AnyRefreshError | null> {
  const { flights, store } = deps;
  for (const { key } of passed) flights.drop(key);
  try {
    await Promise.all(passed.map((lease) => store.forget(lease)));
    return null;
  } catch (cause) {
    return storeUnavailable(deps, issuerId, call, cause);
  }
}

async function release({ heartbeat, store }: ExchangeDeps, { held }: Trail): Promise<void> {
  for (const lease of held) heartbeat.release(lease);
  await Promise.all(held.map((lease) => store.forget(lease))).catch(() => {});
}
