import { LIMIT_NAMES } from '../../domain/rateLimiter.ts';

/** More points in a minute than any round of the benchmark uses up. */
const POINTS = 1_000_000_000;

/** `RATE_LIMITS` that count every call as in production and refuse none: one address makes every request here. */
export const wideLimits = JSON.stringify(
  Object.fromEntries(LIMIT_NAMES.map((name) => [name, POINTS])),
);
