/** How long (ms) a final refusal is remembered at most. */
export const REFUSAL_RETENTION = 600_000;
const SHORT_RETENTION = 10_000;

/** Bounds how many refusals are remembered: invented tokens must not fill the store. */
export interface RefusalBudget {
  /** How long (ms) a refusal at `now` is to be remembered. */
  retention(now: number): number;
}

/** Remembers `limit` refusals of each ten minutes for ten minutes, and what comes beyond them for ten seconds. */
export function createRefusalBudget(limit = 10_000): RefusalBudget {
  let since = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    retention(now) {
      if (now - since >= REFUSAL_RETENTION || now < since) {
        since = now;
        count = 0;
      }
      count += 1;
      return count <= limit ? REFUSAL_RETENTION : SHORT_RETENTION;
    },
  };
}
