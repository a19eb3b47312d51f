import type { Call } from '../../domain/call.ts';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Presented } from '../../domain/rateLimiter.ts';
import type { RateLimitedError } from '../../domain/refreshError.ts';
import { addressKey } from './addressKey.ts';
import { createOverdrawn } from './overdrawn.ts';
import { type Buckets, type Hold, isOver, type OverLimit } from './overLimit.ts';

type Answer = MaybePromise<RateLimitedError | null>;

/** Tokens that may be made up, counted by where they come from and where they go. */
export interface Guesses {
  /** Counts one that an issuer refused; gives what to answer instead, or null. */
  count(presented: Presented, call: Call): Answer;
  /** Whether its address is over its limit. Asked without waiting. */
  isOverdrawn(presented: Presented, call: Call): boolean;
  /** Refuses one whose address is over twice its limit, or null. No more is counted of it, and nothing is waited for. */
  refuse(presented: Presented, call: Call): RateLimitedError | null;
}

/** What an address is counted under, for one purpose. */
export const at = (what: string, { ipAddress }: Call) => `${what} ${addressKey(ipAddress)}`;

/** Counts guesses per address and issuer, and per issuer. */
export function createGuesses(
  { perAddress, perIssuer }: Buckets,
  over: OverLimit,
  hold: Hold,
): Guesses {
  const overdrawn = createOverdrawn();
  const drained = createOverdrawn();

  function refuse({ issuer }: Presented, call: Call): RateLimitedError | null {
    const now = call.now();
    if (drained.isEmpty(now)) return null;
    const seconds = drained.left(at(issuer.id, call), now);
    return seconds === null ? null : hold('perAddress', seconds, call);
  }

  function countOne({ issuer }: Presented, call: Call): Answer {
    const key = at(issuer.id, call);
    return then(perAddress.count(key, 1), (address) => {
      const refusal = over('perAddress', address, call);
      const now = call.now();
      const end = now + address.seconds * 1000;
      if (refusal !== null) overdrawn.note(key, end, now);
      // One address must not use up what all have together.
      if (isOver(perAddress, address, 2)) {
        drained.note(key, end, now);
        return refusal;
      }
      return then(
        perIssuer.count(issuer.id, 1),
        (everybody) => refusal ?? over('perIssuer', everybody, call),
      );
    });
  }

  return {
    refuse,
    count: (presented, call) => refuse(presented, call) ?? countOne(presented, call),
    isOverdrawn({ issuer }, call) {
      const now = call.now();
      return !overdrawn.isEmpty(now) && overdrawn.until(at(issuer.id, call), now) !== null;
    },
  };
}
