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
    if (hold.type === 'dead') return forgetPassed(deps, [...passed, hold.lease], null);
    if (hold.type === 'lease') {
      const result = await underLease(deps, hold.lease, issuer.revoke(current, call));
      return forgetPassed(deps, passed, result);
    }
    passed.push(hold.lease);
    current = withToken(credential, hold.token);
  }
  return forgetPassed(deps, passed, await issuer.revoke(current, call));
}

function withToken<C extends Credential>(credential: C, refreshToken: Secret): C {
  return { ...credential, refreshToken };
}

async function underLease<T>(deps: ExchangeDeps, lease: Lease, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } finally {
    deps.heartbeat.release(lease);
    await deps.store.forget(lease).catch(() => {});
  }
}

/** What was kept for an ended token must not be given again; what was not ended is kept. */
async function forgetPassed(
  { flights, store }: ExchangeDeps,
  passed: readonly Lease[],
  result: AnyRefreshError | null,
): Promise<AnyRefreshError | null> {
  if (result !== null) return result;
  for (const { key } of passed) flights.drop(key);
  await Promise.all(passed.map((lease) => store.forget(lease))).catch(() => {});
  return null;
}
