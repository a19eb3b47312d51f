import type { Call } from '../../domain/call.ts';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Presented } from '../../domain/rateLimiter.ts';
import type { RateLimitedError } from '../../domain/refreshError.ts';
import { addressKey } from './addressKey.ts';
import { createOverdrawn } from './overdrawn.ts';
import { type Buckets, isOver, type OverLimit } from './overLimit.ts';

type Answer = MaybePromise<RateLimitedError | null>;

/** Tokens that may be made up, counted by where they come from and where they go. */
export interface Guesses {
  /** Counts one that an issuer refused; gives what to answer instead, or null. */
  count(presented: Presented, call: Call): Answer;
  /** Whether its address is over its limit. Asked without waiting. */
  isOverdrawn(presented: Presented, call: Call): boolean;
}

/** What an address is counted under, for one purpose. */
export const at = (what: string, { ipAddress }: Call) => `${what} ${addressKey(ipAddress)}`;

/** Counts guesses per address and issuer, and per issuer. */
export function createGuesses({ perAddress, perIssuer }: Buckets, over: OverLimit): Guesses {
  const overdrawn = createOverdrawn();
  return {
    count({ issuer }, call) {
      const key = at(issuer.id, call);
      return then(perAddress.count(key, 1), (address) => {
        const refusal = over('perAddress', address, call);
        const now = call.now();
        if (refusal !== null) overdrawn.note(key, now + address.seconds * 1000, now);
        // One address must not use up what all have together.
        if (isOver(perAddress, address, 2)) return refusal;
        return then(
          perIssuer.count(issuer.id, 1),
          (everybody) => refusal ?? over('perIssuer', everybody, call),
        );
      });
    },
    isOverdrawn({ issuer }, call) {
      const now = call.now();
      return !overdrawn.isEmpty(now) && overdrawn.until(at(issuer.id, call), now) !== null;
    },
  };
}
