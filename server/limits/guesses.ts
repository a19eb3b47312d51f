import type { Call } from '../../domain/call.ts';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Presented } from '../../domain/rateLimiter.ts';
import type { RateLimitedError } from '../../domain/refreshError.ts';
import { addressKey } from './addressKey.ts';
import { createOverdrawn } from './overdrawn.ts';
import type { Buckets, OverLimit } from './overLimit.ts';

type Answer = MaybePromise<RateLimitedError | null>;

/** Tokens that may be made up, counted by where they come from and where they go. */
export interface Guesses {
  /** Whether one more may be shown to an issuer elsewhere: not at twice the limit. */
  mayTry(presented: Presented, call: Call): Answer;
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
    mayTry: ({ issuer }, call) =>
      then(perAddress.level(at(issuer.id, call)), (address) => {
        const refusal = over('perAddress', address, call, 2);
        if (refusal !== null) return refusal;
        return then(perIssuer.level(issuer.id), (level) => over('perIssuer', level, call, 2));
      }),
    count({ issuer }, call) {
      const key = at(issuer.id, call);
      return then(perAddress.count(key, 1), (address) =>
        then(perIssuer.count(issuer.id, 1), (everybody) => {
          const refusal = over('perAddress', address, call);
          if (refusal !== null) overdrawn.note(key, call.now() + address.seconds * 1000);
          return refusal ?? over('perIssuer', everybody, call);
        }),
      );
    },
    isOverdrawn({ issuer }, call) {
      const now = call.now();
      return !overdrawn.isEmpty(now) && overdrawn.until(at(issuer.id, call), now) !== null;
    },
  };
}
