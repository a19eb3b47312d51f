import type { Call } from '../../domain/call.ts';
import type { Credential, Issuer } from '../../domain/issuer.ts';
import type { AnyRefreshError } from '../../domain/refreshError.ts';
import type { Lease } from '../../domain/replyStore.ts';
import type { Secret } from '../../domain/secret.ts';
import { type ExchangeDeps, stillBusy } from './exchangeDeps.ts';
import { holdForRevocation } from './holdForRevocation.ts';

/** A session that is refreshed again and again while it is to be ended is not run after for ever. */
const MAX_SUCCESSORS = 8;

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
  let current = credential;
  const passed: Lease[] = [];
  for (let step = 0; step < MAX_SUCCESSORS; step += 1) {
    // Ending a token twice is harmless, so a store that fails does not stand in the way.
    const hold = await holdForRevocation(deps, issuer, current, call).catch(() => null);
    if (hold === null) break;
    if (hold.type === 'busy') return stillBusy(deps, issuer.facts.id, call);
    passed.push(hold.lease);
    if (hold.type === 'successor') current = withToken(credential, hold.token);
    else return end(deps, passed, hold.type === 'dead' ? null : issuer.revoke(current, call));
  }
  return end(deps, passed, issuer.revoke(current, call));
}

function withToken<C extends Credential>(credential: C, refreshToken: Secret): C {
  return { ...credential, refreshToken };
}

/** What was kept for an ended token must not be given again; what was not ended is kept. */
async function end(
  deps: ExchangeDeps,
  passed: readonly Lease[],
  work: Promise<AnyRefreshError | null> | null,
): Promise<AnyRefreshError | null> {
  const last = passed.at(-1);
  try {
    const result = await work;
    const over = result === null ? passed : passed.slice(-1);
    for (const { key } of over) deps.flights.drop(key);
    await Promise.all(over.map((lease) => deps.store.forget(lease))).catch(() => {});
    return result;
  } finally {
    if (last !== undefined) deps.heartbeat.release(last);
  }
}
