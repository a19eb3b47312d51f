import type { Call } from '../../domain/call.ts';
import { type MaybePromise, then } from '../../domain/maybePromise.ts';
import type { Presented } from '../../domain/rateLimiter.ts';
import type { RateLimitedError } from '../../domain/refreshError.ts';
import { at } from './guesses.ts';
import type { BucketName, Buckets, OverLimit } from './overLimit.ts';
import { createUnderWay } from './underWay.ts';

type Answer = MaybePromise<RateLimitedError | null>;

/** A token that may be made up, and what stands for it. */
export interface Try {
  readonly presented: Presented;
  readonly token: string;
  readonly call: Call;
}

/** Tokens that may be made up, on their way to issuers elsewhere. */
export interface Tries {
  /** Lets one more through, or refuses it: at twice the limit, or with too many under way. */
  begin(attempt: Try): Answer;
  /** It is under way no longer, if ever it was. */
  end(presented: Presented): void;
}

/**
 * Times its limit that an address or issuer may have under way; the bulkhead before its upstream may allow less. More than may
 * be refused: behind one address are many users, whose tokens are all unknown after a restart, and most are good.
 */
const AT_ONCE = 8;

const PLACES = Symbol('places');

/** What has to be given back in the end; nothing for tokens that are no guesses. */
type Placed = Presented & { [PLACES]?: (() => void)[] };

/** Bounds how many are under way from one address and to one issuer. */
export function createTries(buckets: Buckets, over: OverLimit): Tries {
  const underWay = createUnderWay();

  /** Nothing is waited for between looking and entering: of many at once, no more get in than there is room for. */
  const enter = (limit: BucketName, where: string, { presented, token, call }: Try): Answer =>
    then(buckets[limit].level(where), ({ points, seconds }) => {
      const others = points + underWay.others(where, token);
      const refusal =
        over(limit, { points, seconds }, call, 2) ??
        over(limit, { points: others, seconds }, call, AT_ONCE);
      if (refusal === null) keep(presented, underWay.enter(where, token));
      return refusal;
    });

  function end(presented: Placed): void {
    presented[PLACES]?.splice(0).forEach((leave) => void leave());
  }

  return {
    begin(attempt) {
      const { presented, call } = attempt;
      const { id } = presented.issuer;
      return then(enter('perAddress', at(id, call), attempt), (refusal) => {
        if (refusal !== null) return refusal;
        return then(enter('perIssuer', id, attempt), (full) => {
          if (full !== null) end(presented);
          return full;
        });
      });
    },
    end,
  };
}

function keep(presented: Placed, leave: () => void): void {
  presented[PLACES] ??= [];
  presented[PLACES].push(leave);
}
