/** The largest `Int` of GraphQL: one second more would be an error in place of the whole answer. */
const LARGEST = 2 ** 31 - 1;

/**
 * Whole seconds from `now` until `time`, both in milliseconds since the epoch: never negative, and at most 2,147,483,647
 * (68 years).
 */
export function secondsUntil(time: number, now: number): number {
  return Math.min(Math.max(0, Math.floor((time - now) / 1000)), LARGEST);
}
