import type { Call } from './call.ts';
import type { IssuerFacts } from './issuer.ts';
import type { MaybePromise } from './maybePromise.ts';
import type { RateLimitedError } from './refreshError.ts';
import type { Secret } from './secret.ts';

/** The limits, each within one minute: what one address, one session and one issuer may use up. */
export const LIMIT_NAMES = [
  'perAddress',
  'perFamily',
  'perIssuer',
  'revocationsPerAddress',
] as const;

/** The name of a limit, as `RATE_LIMITS` and the metrics know it. */
export type LimitName = (typeof LIMIT_NAMES)[number];

/** A refresh token on its way to an issuer. */
export interface Presented {
  readonly issuer: IssuerFacts;
  readonly refreshToken: Secret;
}

/** What is counted per address beside refreshes: wrong service keys, and revocations. */
export type OtherCall = 'serviceKey' | 'revocation';

/**
 * Counts calls and says when it is enough, without a promise where no store has to be asked. It never throws: where it
 * cannot count, it lets calls pass. Only what is not known to be good is ever refused for what somebody else at the same
 * address did.
 */
export interface RateLimiter {
  /** Asks leave to present a token; null gives it, and then one of `succeeded`, `refused`, `undecided` and `uncounted` has to follow, with the same object. */
  admit(presented: Presented, call: Call): MaybePromise<RateLimitedError | null>;
  /** The issuer took the token and gave `successor`, which may be the same one. */
  succeeded(presented: Presented, successor: Secret): void;
  /** The issuer refused the token. Gives what to answer in place of that refusal, or null. */
  refused(presented: Presented, call: Call): MaybePromise<RateLimitedError | null>;
  /** The issuer did not say whether the token is good. */
  undecided(presented: Presented, call: Call): void;
  /** Anything else came of it, which counts for nothing. */
  uncounted(presented: Presented): void;
  /** Counts another call of this address. Gives what to answer in place of its refusal, or null. */
  other(what: OtherCall, call: Call): MaybePromise<RateLimitedError | null>;
}

/** Never refuses: `RATE_LIMITS=off`. */
export const unlimited: RateLimiter = {
  admit: () => null,
  succeeded: () => {},
  refused: () => null,
  undecided: () => {},
  uncounted: () => {},
  other: () => null,
};
