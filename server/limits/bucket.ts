import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { MaybePromise } from '../../domain/maybePromise.ts';

/** How full a bucket is. */
export interface Level {
  /** Points counted within the current minute. */
  readonly points: number;
  /** Seconds until they are forgotten. */
  readonly seconds: number;
}

/** Counts points per key within a minute. It never rejects: where its store fails, it counts in this process. */
export interface Bucket {
  /** 0: there is no limit. */
  readonly limit: number;
  count(key: string, points: number): MaybePromise<Level>;
  level(key: string): MaybePromise<Level>;
}

type Counter = Pick<RateLimiterAbstract, 'penalty' | 'get'>;

/** What a bucket counts with. */
export interface BucketOptions {
  readonly limit: number;
  readonly counter: Counter;
  /** Counts while `counter` fails. @default nothing is counted then */
  readonly fallback?: Counter;
  /** Told of each failure of `counter`. */
  readonly onFailure: (cause: unknown) => void;
}

const EMPTY: Level = { points: 0, seconds: 0 };

/** A bucket on counters of rate-limiter-flexible. */
export function createBucket({ limit, counter, fallback, onFailure }: BucketOptions): Bucket {
  const ask = async (question: (counter: Counter) => Promise<Found>): Promise<Level> => {
    try {
      return toLevel(await question(counter));
    } catch (cause) {
      onFailure(cause);
      return fallback === undefined ? EMPTY : toLevel(await question(fallback));
    }
  };
  if (limit === 0) return { limit, count: () => EMPTY, level: () => EMPTY };
  return {
    limit,
    count: (key, points) => ask((it) => it.penalty(key, points)),
    level: (key) => ask((it) => it.get(key)),
  };
}

type Found = Awaited<ReturnType<Counter['get']>>;

const toLevel = (found: Found): Level =>
  found === null
    ? EMPTY
    : { points: found.consumedPoints, seconds: Math.max(0, found.msBeforeNext) / 1000 };
